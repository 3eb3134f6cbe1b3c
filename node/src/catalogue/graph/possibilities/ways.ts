import type { LanguageMap } from '../../../kernel/language-map.ts';
import type { Vocabulary } from '../../../vocabulary/index.ts';
import type { PredicateName } from '../../predicates.ts';
import { isTopmost, operationInputs } from './operation-inputs.ts';
import { wordsFor } from './words.ts';

/** A link by which a tool shows that it can work on certain data, and why that follows. */
export interface Way {
  predicate: PredicateName;
  term: string;
  basis: 'stated' | 'inferred';
  /** Better ways come first; the same for ways as good. */
  tier: number;
  because: (tool: LanguageMap) => LanguageMap;
}

/**
 * Formats that say how data is written and nothing of what it is (EDAM's Textual format, Binary format, XML, JSON, CSV,
 * YAML, RDF, and containers such as netCDF, HDF5, Zarr, TAR): who reads one of them reads not every format built on it,
 * and the few types of data that EDAM knows them for are not what most of the data in them is.
 */
const SAYS_NOTHING = new Set(
  [1915, 1964, 2330, 2331, 2332, 2333, 2350, 2376, 3464, 3475, 3590, 3650, 3749, 3750, 3751, 3752, 3867, 3873, 3915, 3981, 3987, 3989, 4002, 4003].map(
    (number) => `edam:format_${number}`,
  ),
);

/** Types of data under which nearly everything stands. */
const TOO_BROAD = new Set(['edam:data_0006', 'edam:data_2048']);

/** The ways by which a tool reads one of these formats: as its source states, or as the vocabulary lets conclude. */
export function waysToRead(vocabulary: Vocabulary, formats: string[]): Way[] {
  return firstOfEach(
    formats.flatMap((format) => {
      const inferred = inferredWays(vocabulary, format);
      return [...statedWays(vocabulary, format), ...(inferred.length > 0 ? inferred : waysByTopicOfData(vocabulary, format))];
    }),
  );
}

function statedWays(vocabulary: Vocabulary, format: string): Way[] {
  const words = wordsFor(vocabulary);
  const reads = (term: string, tier: number, because: Way['because']): Way => ({ predicate: 'reads-format', term, basis: 'stated', tier, because });
  const related = (ids: ReadonlySet<string>) => (SAYS_NOTHING.has(format) ? [] : [...ids].filter((id) => id !== format && !SAYS_NOTHING.has(id)));
  return [
    reads(format, 1, words.reads(format)),
    ...related(vocabulary.ancestors(format)).map((broader) => reads(broader, 2, words.readsBroader(format, broader))),
    ...related(vocabulary.descendants(format)).map((narrower) => reads(narrower, 3, words.readsNarrower(format, narrower))),
  ];
}

/** The types of data that a format is a format of, as the vocabulary says of it or of a broader format. */
export function dataOf(vocabulary: Vocabulary, format: string): string[] {
  if (SAYS_NOTHING.has(format)) return [];
  const data = [...vocabulary.ancestors(format)].flatMap(
    (id) =>
      vocabulary
        .get(id)
        ?.relations.filter(({ predicate }) => predicate === 'is_format_of')
        .map(({ target }) => target) ?? [],
  );
  return [...new Set(data)].filter((id) => !TOO_BROAD.has(id));
}

/** A tool performs an operation, the operation takes a type of data, and the format is a format of it. */
function inferredWays(vocabulary: Vocabulary, format: string): Way[] {
  const words = wordsFor(vocabulary);
  const takers = operationInputs(vocabulary);
  const ways: Way[] = [];
  const add = (data: string, input: string, fit: 'same' | 'broader' | 'narrower', tier: number) => {
    for (const { operation, statedOf } of takers.get(input) ?? []) {
      ways.push({ predicate: 'has-operation', term: operation, basis: 'inferred', tier, because: words.takes({ operation, statedOf, input, format, data, fit }) });
    }
  };
  for (const data of dataOf(vocabulary, format)) {
    add(data, data, 'same', 4);
    for (const input of vocabulary.ancestors(data)) if (input !== data && !TOO_BROAD.has(input)) add(data, input, 'broader', 4);
    for (const input of vocabulary.descendants(data)) if (input !== data) add(data, input, 'narrower', 5);
  }
  return ways;
}

/** Where the vocabulary knows no operation that takes the data: tools whose operation, or who themselves, belong to its topic. */
function waysByTopicOfData(vocabulary: Vocabulary, format: string): Way[] {
  const words = wordsFor(vocabulary);
  const topicsOf = (id: string) =>
    vocabulary
      .get(id)
      ?.relations.filter(({ predicate }) => predicate === 'has_topic')
      .map(({ target }) => target) ?? [];
  const operations = [...vocabulary.terms()].filter((term) => term.branch === 'operation' && !term.deprecated);
  return dataOf(vocabulary, format).flatMap((data) =>
    topicsOf(data).flatMap((topic): Way[] => [
      ...operations
        .filter(({ id }) => topicsOf(id).includes(topic))
        .map(({ id }): Way => ({ predicate: 'has-operation', term: id, basis: 'inferred', tier: 6, because: words.operatesInTopic({ operation: id, topic, format, data }) })),
      { predicate: 'has-topic', term: topic, basis: 'inferred', tier: 6, because: words.hasTopicOf({ topic, format, data }) },
    ]),
  );
}

/** Where the formats lead to no tool: tools of the same topics, or of narrower ones unless the topic is a whole science. */
export function waysBySharedTopic(vocabulary: Vocabulary, topics: string[]): Way[] {
  const words = wordsFor(vocabulary);
  return firstOfEach(
    topics.flatMap((topic) =>
      [...(isTopmost(vocabulary, topic) ? [topic] : vocabulary.descendants(topic))].map((narrower): Way => ({
        predicate: 'has-topic',
        term: narrower,
        basis: 'inferred',
        tier: topic === narrower ? 7 : 8,
        because: words.sharesTopic(topic, narrower),
      })),
    ),
  );
}

/** The best way of those by one link, best first. */
function firstOfEach(ways: Way[]): Way[] {
  const best = new Map<string, Way>();
  for (const way of ways) {
    const key = `${way.predicate} ${way.term}`;
    const other = best.get(key);
    if (!other || way.tier < other.tier) best.set(key, way);
  }
  return [...best.values()].sort((a, b) => a.tier - b.tier);
}
