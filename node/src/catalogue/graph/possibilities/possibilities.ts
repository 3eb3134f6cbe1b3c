import type { z } from 'zod';
import { inLanguage, type LanguageMap } from '../../../kernel/language-map.ts';
import { notFound } from '../../../kernel/errors.ts';
import { PREDICATES, type PredicateName } from '../../predicates.ts';
import { nodeTypeOf, type Asking } from '../asking.ts';
import type { GraphNode, Possibilities, Possibility } from '../graph-view.ts';
import { resourceOf, type Summary } from '../nodes.ts';
import { quoted, sentenceOf, shortened } from '../sentence.ts';
import { BOUNDS, foundByWays, linkedTo, linkedToAny, termsOf, type Found } from './candidate-store.ts';
import { DIRECT, FROM_TOOLS, HEADINGS, KINDS_OF, startOf, STEPS, type Start, type StepName } from './steps.ts';
import { waysBySharedTopic, waysToRead } from './ways.ts';
import { followedBy } from './words.ts';

type Item = z.infer<typeof Possibility>;
type Reached = Found<Item>;
const NOTHING: Reached = { total: 0, items: [] };

/**
 * What can be done with a resource (or with data in a format): the tools that work on it, the workflows that use them,
 * the servers that run them, the training that teaches them, each with the chain that led there in words.
 *
 * What sources state comes before what the vocabulary lets conclude; among equals the more used comes first. Totals are
 * exact up to 1,000 direct links; those of the later steps count what the first 200 tools lead to.
 */
export async function possibilities(asking: Asking, { id, limit }: { id: string; limit: number }): Promise<z.infer<typeof Possibilities>> {
  const isTerm = nodeTypeOf(id) === 'term';
  const resource = isTerm ? formatAsResource(asking, id) : await resourceOf(asking, id);
  const start = isTerm ? 'data' : startOf(resource.kind);
  const terms = isTerm ? new Map<PredicateName, string[]>([['has-format', [id]]]) : await termsOf(asking, id, ['has-format', 'reads-format', 'writes-format', 'has-topic']);
  // Of a tool and of a server everything follows directly; nothing is carried on through other tools.
  const carries = start !== 'tool' && start !== 'server';
  const direct = async (step: StepName) => (isTerm ? NOTHING : directly(asking, resource, step, carries ? BOUNDS.direct : limit));

  const directTools = start === 'tool' ? NOTHING : await direct('tools');
  const tools = start === 'data' ? joined(directTools, await toolsFor(asking, terms, idsOf(directTools))) : directTools;
  const carried = carries ? tools.items.slice(0, BOUNDS.tools) : [];
  const reach = async (step: Exclude<StepName, 'tools'>): Promise<Reached> => {
    const first = await direct(step);
    return joined(first, await throughTools(asking, carried, step, { without: idsOf(first), limit, workflow: start === 'workflow' }));
  };

  const steps = await Promise.all(
    STEPS.flatMap((step) => {
      const label = HEADINGS[start][step];
      return label ? [{ step, label }] : [];
    }).map(async ({ step, label }) => {
      const { total, items } = step === 'tools' ? tools : await reach(step);
      return { step, label, total, items: items.slice(0, limit) };
    }),
  );
  return { resource, formats: formatsOf(terms, start).map((format) => asking.vocabulary.ref(format)), steps };
}

const idsOf = ({ items }: Reached): string[] => items.map(({ id }) => id);

/** A format stands among the resources as the standard that it is. */
function formatAsResource({ vocabulary }: Asking, id: string): Summary {
  const term = vocabulary.get(id);
  if (term?.branch !== 'format') throw notFound(`"${id}" is neither a resource nor a data format. /api/v1/terms?branch=format&q= finds formats by any name.`);
  return { id, category: 'standard', kind: 'standard', status: term.deprecated ? 'deprecated' : 'published', title: term.label };
}

const formatsOf = (terms: Map<PredicateName, string[]>, start: Start): string[] => [
  ...new Set((start === 'data' ? (['has-format'] as const) : (['has-format', 'reads-format', 'writes-format'] as const)).flatMap((predicate) => terms.get(predicate) ?? [])),
];

/** Tools that can work on data of these formats, or where its formats lead to none, of these topics. */
async function toolsFor(asking: Asking, terms: Map<PredicateName, string[]>, without: string[]): Promise<Reached> {
  const { vocabulary } = asking;
  const formats = terms.get('has-format') ?? [];
  for (const ways of [() => waysToRead(vocabulary, formats), () => waysBySharedTopic(vocabulary, terms.get('has-topic') ?? [])]) {
    const { total, items } = await foundByWays(asking, ways(), KINDS_OF.tools, without);
    if (total > 0) return { total, items: items.map(({ resource, way }) => ({ ...resource, because: way.because(resource.title), basis: way.basis })) };
  }
  return NOTHING;
}

const nodeOf = ({ id, kind, title }: Pick<Summary, 'id' | 'kind' | 'title'>): GraphNode => ({ id, type: 'resource', label: title, kind });
const said = (subject: Summary, predicate: PredicateName, object: Summary) => sentenceOf(nodeOf(subject), predicate, nodeOf(object), PREDICATES[predicate].label);

/** What a link joins to the resource itself. */
async function directly(asking: Asking, start: Summary, step: StepName, limit: number): Promise<Reached> {
  const { total, items } = await linkedTo(asking, start.id, step === 'servers' ? ['runs-on'] : DIRECT, step === 'tools' ? ['tool', 'model'] : KINDS_OF[step], limit);
  return {
    total,
    items: items.map(({ resource, predicate, direction }) => ({
      ...resource,
      because: direction === 'out' ? said(start, predicate, resource) : said(resource, predicate, start),
      basis: 'stated',
    })),
  };
}

/** What links join to the tools, with the ground on which each tool is there. */
async function throughTools(
  asking: Asking,
  tools: Item[],
  step: Exclude<StepName, 'tools'>,
  { without, limit, workflow }: { without: string[]; limit: number; workflow: boolean },
): Promise<Reached> {
  const firstInferred = tools.findIndex(({ basis }) => basis === 'inferred');
  const carriers = { ids: tools.map(({ id }) => id), stated: firstInferred < 0 ? tools.length : firstInferred };
  const { total, items } = await linkedToAny(asking, carriers, { ...FROM_TOOLS[step], kinds: KINDS_OF[step], without, limit });
  return {
    total,
    items: items.map((reached) => {
      const tool = tools[reached.carrier] as Item;
      if (step === 'servers' && workflow) return { ...reached.resource, because: runsSome(reached.resource, reached.carriers, tools.length), basis: 'inferred' };
      const sentence = step === 'servers' ? runs(reached.resource, tool, reached.carriers) : andMore(said(reached.resource, reached.predicate, tool), reached.carriers - 1);
      return { ...reached.resource, because: followedBy(sentence, tool.because), basis: tool.basis };
    }),
  };
}

const name = ({ title }: Pick<Summary, 'title'>, language: 'en' | 'zh') => (language === 'zh' ? quoted(inLanguage(title, language)) : shortened(inLanguage(title, language)));

const andMore = (sentence: LanguageMap, more: number): LanguageMap =>
  more === 0 ? sentence : { en: `${sentence['en'] ?? ''} and ${more} more of these tools`, zh: `${sentence['zh'] ?? ''}等${more + 1}个工具` };

const runs = (server: Summary, tool: Summary, tools: number): LanguageMap =>
  tools > 1
    ? { en: `${name(server, 'en')} runs ${name(tool, 'en')} and ${tools - 1} more of these tools`, zh: `${name(server, 'zh')}可运行${name(tool, 'zh')}等${tools}个工具` }
    : { en: `${name(server, 'en')} runs ${name(tool, 'en')}`, zh: `${name(server, 'zh')}可运行${name(tool, 'zh')}` };

/** Whether a whole workflow runs somewhere does not follow from its tools: so many of them do is what is known. */
const runsSome = (server: Summary, tools: number, all: number): LanguageMap => ({
  en: `${name(server, 'en')} runs ${tools} of the ${all} tools it uses`,
  zh: `${name(server, 'zh')}可运行它所用${all}个工具中的${tools}个`,
});

/** What is reached directly and what is reached through others, stated before inferred. */
function joined(first: Reached, second: Reached): Reached {
  const items = [...first.items, ...second.items];
  return { total: first.total + second.total, items: [...items.filter(({ basis }) => basis === 'stated'), ...items.filter(({ basis }) => basis === 'inferred')] };
}
