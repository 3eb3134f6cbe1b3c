import { createHash } from 'node:crypto';
import { run, type Db } from '../node/src/kernel/database.ts';
import { KIND_CATEGORIES, KINDS } from '../node/src/catalogue/kinds.ts';
import { writeSearchRows } from '../node/src/catalogue/search/search-rows.ts';
import type { SearchRow } from '../node/src/catalogue/search/search-row.ts';
import { snapshotOf, type Term, type Vocabulary } from '../node/src/vocabulary/index.ts';

/**
 * Made-up resources in two languages, the same at every run. Words follow Zipf's law (the k-th most frequent stands in
 * proportion to 1/k) over a vocabulary that grows with the catalogue, as real words do; half the resources are described
 * in Chinese too. Rows go straight into `search_row` and `resource`, past the publishing pipeline: segmented text is
 * synthesised as the segmenter would store it (runs of Chinese, then `+` forms).
 */
export interface Synthetic {
  size: number;
  vocabulary: Vocabulary;
  /** The k-th most frequent English word, from 0. */
  word: (k: number) => string;
  /** The k-th most frequent Chinese word. */
  chineseWord: (k: number) => string;
  words: number;
  row: (ordinal: number) => SearchRow;
  licences: string[];
  topics: string[];
}

export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Zipf's law over ranks 0…size-1, by its continuous form. */
export const zipf = (random: () => number, size: number): number => Math.min(size - 1, Math.floor((size + 1) ** random()) - 1);

const SYLLABLES = 'ba ce di fo gu ha ki lo mu na pe qui ra so tu ve xi yo za bri cla dre flo gra ple sta tro phy cho the ner lin mor tas'.split(' ');
const HAN =
  '基因组蛋白质细胞数据分析测序序列比对表达调控变异疾病临床药物靶点结构预测网络通路代谢免疫肿瘤神经发育进化物种微生植动人类样本队列影像图谱计算平台工具流程标准注释检索存储共享开放质量控制单转录翻译修饰甲基化染色体线粒膜受配信号传导机制功能模型学习深度训练教程知识库资源';

function spelled(k: number): string {
  let word = '';
  for (let left = k + 37; left > 0; left = Math.floor(left / SYLLABLES.length)) word += SYLLABLES[left % SYLLABLES.length];
  return word;
}

function spelledInChinese(k: number): string {
  const n = HAN.length;
  return `${HAN[(k * 7) % n]}${HAN[(k * 13 + Math.floor(k / n)) % n]}${k % 3 === 2 ? HAN[(k * 31 + 5) % n] : ''}`;
}

const TERMS = 600;

function synonymsOf(n: number): Term['synonyms'] {
  const random = numbers(1_000 + n);
  return Array.from({ length: 18 }, (_, place) => ({
    text: `${spelled(30 + Math.floor(random() * 3_000))} ${spelled(30 + Math.floor(random() * 3_000))}`,
    language: place < 16 ? 'en' : 'zh',
    type: 'exact' as const,
  }));
}

function terms(): Term[] {
  return Array.from({ length: TERMS }, (_, n) => {
    const branch = n % 3 === 0 ? 'topic' : 'operation';
    const id = (m: number) => `edam:${m % 3 === 0 ? 'topic' : 'operation'}_${String(m).padStart(4, '0')}`;
    const parent = n < 30 ? undefined : Math.floor(n / 18) * 3 + (n % 3);
    return {
      id: id(n), iri: `http://edamontology.org/${id(n).slice(5)}`, vocabulary: 'edam', branch,
      label: { en: `${spelled(60 + n * 2)} ${spelled(61 + n * 2)}`, zh: `${spelledInChinese(40 + n)}${spelledInChinese(900 + n)}` },
      synonyms: synonymsOf(n), broader: parent === undefined || parent === n ? [] : [id(parent)], deprecated: false, replacedBy: [], consider: [], relations: [], extensions: [],
    }; // prettier-ignore
  });
}

const HOUSES = 200;
export const houseClass = (n: number): string => `shown organisation org:house-${n} always`;
/** One in a hundred is a draft, one in ten is for one of 200 organisations. */
const visibilityAt = (share: number): string => (share < 0.01 ? 'unpublished public - always' : share < 0.11 ? houseClass(Math.floor(share * 1e5) % HOUSES) : 'public');

export function synthesise(size: number): Synthetic {
  const vocabulary = snapshotOf(terms(), 1);
  const all = [...vocabulary.terms()];
  const topics = all.filter((term) => term.branch === 'topic').map((term) => term.id);
  const operations = all.filter((term) => term.branch === 'operation').map((term) => term.id);
  // Heaps' law: 100,000 resources know some 100,000 words, a million some 330,000.
  const words = Math.round(320 * size ** 0.5);
  const chineseWords = Math.round(20 * size ** 0.5);
  const licences = Array.from({ length: 40 }, (_, n) => `Licence-${n + 1}`);
  const english: string[] = [];
  const word = (k: number) => (english[k] ??= spelled(k));

  const row = (ordinal: number): SearchRow => {
    const random = numbers(ordinal * 2_654_435_761);
    const some = (count: number) => Array.from({ length: count }, () => word(zipf(random, words)));
    const chinese = (count: number) => Array.from({ length: count }, () => spelledInChinese(zipf(random, chineseWords)));
    const closure = (ids: string[]) => [...new Set(ids.flatMap((id) => [...vocabulary.ancestors(id)]))].sort();
    const pick = <T>(list: readonly T[]): T => list[zipf(random, list.length)] as T;
    const bilingual = random() < 0.5;
    const kind = pick(KINDS);
    const [titleZh, bodyZh] = bilingual ? [chinese(3), chinese(14)] : [[], []];
    const stored = (english: string[], zh: string[]) => ` ${[...english, ...(zh.length > 0 ? ['|', zh.join('')] : []), ...[...new Set(zh)].map((form) => `+${form}`)].join(' ')} `;
    return {
      ordinal,
      visibility: visibilityAt(random()),
      shown_from: null,
      shown_until: null,
      category: random() < 0.9 ? KIND_CATEGORIES[kind][0] : pick(KIND_CATEGORIES[kind]),
      kind,
      topics: closure(Array.from({ length: 1 + Math.floor(random() * 2) }, () => pick(topics))),
      annotations: closure(Array.from({ length: Math.floor(random() * 3) }, () => pick(operations))),
      licence: random() < 0.8 ? pick(licences) : null,
      provider: `p${zipf(random, 5_000)}`,
      sources: [`source-${zipf(random, 12)}`],
      title: stored(some(3 + Math.floor(random() * 5)), titleZh),
      body: stored(some(25 + Math.floor(random() * 35)), bodyZh),
      popularity: Math.floor(1 / (random() + 0.0001)),
      links: zipf(random, 200),
      updated: new Date(Date.UTC(2026, 0, 1) + Math.floor(random() * 3e7) * 1_000),
    };
  };
  return { size, vocabulary, word, chineseWord: spelledInChinese, words, row, licences, topics };
}

/** The text of a stored line without its forms. */
export const shown = (stored: string): string => stored.replaceAll(/ \+\S+| \|/g, '').trim();
export const idOf = (ordinal: number) =>
  [...createHash('sha1').update(String(ordinal)).digest().subarray(0, 12)].map((byte) => '0123456789abcdefghjkmnpqrstvwxyz'[byte & 31]).join('');

/** Fills the database; answers how many search rows a second were written. */
export async function fill(db: Db, { size, row, vocabulary }: Synthetic): Promise<number> {
  let spent = 0;
  for (let from = 1; from <= size; from += 1_000) {
    const rows = Array.from({ length: Math.min(1_000, size - from + 1) }, (_, n) => row(from + n));
    await run(
      db,
      `insert into catalogue.resource (ordinal, id, category, kind, status, title, content, provenance, revision, links, created, updated, visibility) overriding system value
       select ordinal, id, category, kind, status, title, content, '{}', 1, links, updated, updated, visibility
       from json_to_recordset($1::json) as given (ordinal int, id text, category text, kind text, status text, title jsonb, content jsonb, links int, updated timestamptz, visibility text)`,
      [
        JSON.stringify(
          rows.map((each) => ({
            ordinal: each.ordinal, id: idOf(each.ordinal), category: each.category, kind: each.kind, status: each.visibility.startsWith('unpublished') ? 'draft' : 'published', visibility: each.visibility, title: { en: shown(each.title) },
            content: { category: each.category, kind: each.kind, title: { en: shown(each.title) }, description: { en: shown(each.body) }, topics: each.topics.slice(0, 2).map(vocabulary.ref), operations: each.annotations.slice(0, 2).map(vocabulary.ref), reads: [], writes: [], formats: [], licence: each.licence ? { id: each.licence } : undefined },
            links: each.links, updated: each.updated,
          })),
        ),
      ],
    ); // prettier-ignore
    const begun = performance.now();
    await db.transaction().execute((trx) => writeSearchRows(trx, rows));
    spent += performance.now() - begun;
  }
  await run(db, 'analyze catalogue.search_row');
  await run(db, 'analyze catalogue.resource');
  return size / (spent / 1_000);
}
