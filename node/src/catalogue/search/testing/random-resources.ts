import { CATEGORIES, KIND_CATEGORIES, KINDS } from '../../kinds.ts';
import type { ResourceContent } from '../../resource.ts';
import { aContent, term } from './catalogue-of-tests.ts';

/** Numbers that look random and are the same at every run (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const ENGLISH =
  'genome genomes protein proteins cell cells cancer liver mouse browser atlas variant variants network cohort imaging the of in clinical trial metabolite'.split(' ');
export const CHINESE = ['基因组', '蛋白质', '细胞', '数据', '分析', '肝脏', '工具', '平台'];
export const TERMS = ['topic_0080', 'topic_3308', 'topic_3170', 'topic_0621'];
const OPERATIONS = ['operation_0292', 'operation_0492'];
export const LICENCES = ['CC-BY-4.0', 'MIT', 'GPL-3.0-only', 'Custom, with "quotes"'];
export const SOURCES = ['alpha', 'beta', 'gamma'];

/** A resource of random words, values and annotations, in one or two languages. */
export function randomResource(random: () => number): { content: ResourceContent; sources: string[]; updated: Date; links: number } {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() ** 2 * list.length)] as T;
  const some = <T>(list: readonly T[], most: number): T[] => [...new Set(Array.from({ length: Math.floor(random() * (most + 1)) }, () => pick(list)))];
  const words = (list: string[], count: number, gap: string) => Array.from({ length: count }, () => pick(list)).join(gap);
  const kind = pick(KINDS);
  const status = random() < 0.1 ? 'draft' : random() < 0.05 ? 'in-review' : random() < 0.1 ? 'deprecated' : random() < 0.03 ? 'withdrawn' : 'published';
  return {
    content: aContent(
      { en: words(ENGLISH, 1 + Math.floor(random() * 4), ' '), ...(random() < 0.5 ? { zh: words(CHINESE, 2, '') } : {}) },
      {
        category: random() < 0.8 ? KIND_CATEGORIES[kind][0] : pick(CATEGORIES),
        kind,
        status,
        description: { en: words(ENGLISH, 3 + Math.floor(random() * 10), ' '), ...(random() < 0.5 ? { zh: words(CHINESE, 4, '，') } : {}) },
        topics: some(TERMS, 2).map(term),
        operations: some(OPERATIONS, 1).map(term),
        ...(random() < 0.8 ? { licence: { id: pick(LICENCES) } } : {}),
        ...(random() < 0.7 ? { provider: { id: `p${Math.floor(random() ** 2 * 80)}`, name: { en: 'Xyz' } } } : {}),
        popularity: Math.floor(random() * 100),
      },
    ),
    sources: some(SOURCES, 3).concat('alpha').slice(0, 2),
    updated: new Date(Date.UTC(2026, 0, 1) + Math.floor(random() * 1e6) * 1_000),
    links: Math.floor(random() * 50),
  };
}
