import type { z } from 'zod';
import { inLanguage, type LanguageMap } from '../../../kernel/language-map.ts';
import { notFound } from '../../../kernel/errors.ts';
import { PREDICATES, type PredicateName } from '../../predicates.ts';
import { nodeTypeOf, type Asking } from '../asking.ts';
import type { GraphNode, Possibilities, Possibility } from '../graph-view.ts';
import { resourceOf, type Summary } from '../nodes.ts';
import { sentenceOf } from '../sentence.ts';
import { CARRIED, foundByWays, linkedTo, linkedToAny, termsOf, type ByCarriers, type Found } from './candidate-store.ts';
import { DIRECT, HEADINGS, KINDS_OF, startOf, STEPS, type Start, type StepName } from './steps.ts';
import { waysBySharedTopic, waysByTopicOfData, waysToRead } from './ways.ts';
import { followedBy } from './words.ts';

type Item = z.infer<typeof Possibility>;
type Reached = Found<Item>;
const NOTHING: Reached = { total: 0, items: [] };

/**
 * What can be done with a resource (or with data in a format): the tools that work on it, the workflows that use them,
 * the servers that run them, the training that teaches them, each with the chain that led there in words.
 *
 * What sources state comes before what the vocabulary lets conclude; among equals the more used comes first. At most
 * 1,000 candidates of a step are read and carried on: totals are exact for the tools that directly answer, and for the
 * later steps as far as the first 1,000 tools lead.
 */
export async function possibilities(asking: Asking, { id, limit }: { id: string; limit: number }): Promise<z.infer<typeof Possibilities>> {
  const isTerm = nodeTypeOf(id) === 'term';
  const resource = isTerm ? formatAsResource(asking, id) : await resourceOf(asking, id);
  const start = isTerm ? 'data' : startOf(resource.kind);
  const terms = isTerm ? new Map<PredicateName, string[]>([['has-format', [id]]]) : await termsOf(asking, id, ['has-format', 'reads-format', 'writes-format', 'has-topic']);

  const direct = async (step: StepName): Promise<Reached> => (isTerm ? NOTHING : directly(asking, resource, step));
  const steps = new Map<StepName, Reached>();
  const wanted = (step: StepName) => HEADINGS[start][step] !== undefined;

  const tools = start === 'tool' ? NOTHING : joined(await direct('tools'), start === 'data' ? await toolsFor(asking, terms) : NOTHING);
  if (wanted('tools')) steps.set('tools', tools);
  const carried: Item[] = start === 'tool' ? [{ ...resource, because: {}, basis: 'stated' }] : start === 'server' ? [] : tools.items.slice(0, CARRIED);
  const through = carriedBy(asking, carried, start === 'workflow' ? resource : undefined);

  if (wanted('workflows')) steps.set('workflows', joined(await direct('workflows'), await through(['uses'], 'in', 'workflows')));
  if (wanted('servers')) steps.set('servers', joined(await direct('servers'), await through(['runs-on'], 'out', 'servers')));
  if (wanted('training')) steps.set('training', joined(await direct('training'), await through(['teaches', 'uses', 'mentions'], 'in', 'training')));

  return {
    resource,
    formats: formatsOf(terms, start).map((format) => asking.vocabulary.ref(format)),
    steps: STEPS.flatMap((step) => {
      const [reached, label] = [steps.get(step), HEADINGS[start][step]];
      return reached && label ? [{ step, label, total: reached.total, items: reached.items.slice(0, limit) }] : [];
    }),
  };
}

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
async function toolsFor(asking: Asking, terms: Map<PredicateName, string[]>): Promise<Reached> {
  const { vocabulary } = asking;
  const formats = terms.get('has-format') ?? [];
  for (const ways of [() => waysToRead(vocabulary, formats), () => waysByTopicOfData(vocabulary, formats), () => waysBySharedTopic(vocabulary, terms.get('has-topic') ?? [])]) {
    const { total, items } = await foundByWays(asking, ways(), KINDS_OF.tools);
    if (total > 0) return { total, items: items.map(({ resource, way }) => ({ ...resource, because: way.because(resource.title), basis: way.basis })) };
  }
  return NOTHING;
}

const nodeOf = ({ id, kind, title }: Pick<Summary, 'id' | 'kind' | 'title'>): GraphNode => ({ id, type: 'resource', label: title, kind });
const said = (subject: Summary, predicate: PredicateName, object: Summary) => sentenceOf(nodeOf(subject), predicate, nodeOf(object), PREDICATES[predicate].label);

/** What a link joins to the resource itself. */
async function directly(asking: Asking, start: Summary, step: StepName): Promise<Reached> {
  const { total, items } = await linkedTo(asking, start.id, step === 'servers' ? ['runs-on'] : DIRECT, KINDS_OF[step]);
  return {
    total,
    items: items.map(({ resource, predicate, direction }) => ({ ...resource, because: direction === 'out' ? said(start, predicate, resource) : said(resource, predicate, start), basis: 'stated' })),
  };
}

/** What links join to the tools, with the ground on which each tool is there. */
function carriedBy(asking: Asking, tools: Item[], workflow: Summary | undefined): (predicates: PredicateName[], direction: 'out' | 'in', step: StepName) => Promise<Reached> {
  const firstInferred = tools.findIndex(({ basis }) => basis === 'inferred');
  const carriers = { ids: tools.map(({ id }) => id), stated: firstInferred < 0 ? tools.length : firstInferred };
  return async (predicates, direction, step) => {
    const { total, items } = await linkedToAny(asking, carriers, predicates, direction, KINDS_OF[step]);
    return { total, items: items.map((reached) => throughTool(reached, tools[reached.carrier] as Item, tools.length, direction, workflow)) };
  };
}

function throughTool({ resource, carriers, predicate }: ByCarriers, tool: Item, all: number, direction: 'out' | 'in', workflow: Summary | undefined): Item {
  if (direction === 'out' && workflow) return { ...resource, because: runsSome(resource, carriers, all), basis: 'inferred' };
  const sentence = direction === 'out' ? runs(resource, tool, carriers) : said(resource, predicate, tool);
  const more = carriers > 1 && direction === 'in' ? andMore(sentence, carriers - 1) : sentence;
  return { ...resource, because: followedBy(more, Object.keys(tool.because).length > 0 ? tool.because : undefined), basis: tool.basis };
}

const name = ({ title }: Pick<Summary, 'title'>, language: 'en' | 'zh') => inLanguage(title, language);

const andMore = (sentence: LanguageMap, more: number): LanguageMap => ({
  en: `${sentence['en'] ?? ''} and ${more} more of these tools`,
  zh: `${sentence['zh'] ?? ''}等${more + 1}个工具`,
});

const runs = (server: Summary, tool: Summary, tools: number): LanguageMap =>
  tools > 1
    ? { en: `${name(server, 'en')} runs ${name(tool, 'en')} and ${tools - 1} more of these tools`, zh: `“${name(server, 'zh')}”可运行“${name(tool, 'zh')}”等${tools}个工具` }
    : { en: `${name(server, 'en')} runs ${name(tool, 'en')}`, zh: `“${name(server, 'zh')}”可运行“${name(tool, 'zh')}”` };

/** Whether a whole workflow runs somewhere does not follow from its tools: so many of them do is what is known. */
const runsSome = (server: Summary, tools: number, all: number): LanguageMap => ({
  en: `${name(server, 'en')} runs ${tools} of the ${all} tools it uses`,
  zh: `“${name(server, 'zh')}”可运行它所用${all}个工具中的${tools}个`,
});

/** What is reached directly, then what is reached through others, each once, stated before inferred. */
function joined(first: Reached, second: Reached): Reached {
  const ids = new Set(first.items.map(({ id }) => id));
  const others = second.items.filter(({ id }) => !ids.has(id));
  const items = [...first.items, ...others];
  const overlap = second.items.length - others.length;
  return {
    total: first.total + second.total - overlap,
    items: [...items.filter(({ basis }) => basis === 'stated'), ...items.filter(({ basis }) => basis === 'inferred')],
  };
}
