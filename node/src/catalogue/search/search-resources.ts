import type { z } from 'zod';
import type { Sight } from '../../access/index.ts';
import type { Db } from '../../kernel/database.ts';
import { invalid, type Flaw } from '../../kernel/errors.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import type { Seal } from '../../kernel/seal.ts';
import type { Vocabulary } from '../../vocabulary/index.ts';
import { CATEGORIES, CATEGORY_LABELS, KIND_LABELS, KINDS, type Category, type Kind } from '../kinds.ts';
import { maySee } from '../seen.ts';
import { SORTS, type FacetValue, type SearchAnswer, type SearchItem } from './answer.ts';
import { markOf, readCursor, writeCursor } from './cursor.ts';
import { explain, summaryOf } from './explain.ts';
import { FACETS, type FacetName } from './facets.ts';
import type { HitRows } from './hit-rows.ts';
import { indexSight } from './index-sight.ts';
import type { WordsAnswer } from './bitmap-index/messages.ts';
import { ranking, type IndexAnswer, type IndexQuery } from './plan.ts';
import { wordsToLookUp } from './query-words.ts';
import { parseQuery } from './query.ts';
import type { SearchIndex } from './search-index.ts';
import { licenceOf } from './search-rows.ts';
import { understand, type Understanding } from './understand.ts';
import { verifyPhrases } from './verify-phrases.ts';

export type Sort = (typeof SORTS)[number];

/** What searching needs from the rooms around it. */
export interface Searching {
  db: Db;
  index: SearchIndex;
  /** Closes cursors. */
  seal: Seal;
  /** Rows of hits shown lately. */
  rows: HitRows;
  /** The current vocabulary. */
  vocabulary: () => Vocabulary;
  organisationNames: (ids: string[]) => Promise<Map<string, LanguageMap>>;
  sourceTitles: (ids: string[]) => Promise<Map<string, LanguageMap>>;
  /** Organisations with this name, for `provider:name`; left out, providers are found by identifier alone. */
  organisationsNamed?: (name: string) => Promise<string[]>;
}

export interface SearchRequest {
  q?: string | undefined;
  /** Chosen values of each facet: a resource meets one of them. */
  filters?: Partial<Record<FacetName, string[]>>;
  sort?: Sort | undefined;
  limit?: number | undefined;
  /** How many values of each facet. */
  facetLimit?: number | undefined;
  cursor?: string | undefined;
  sight: Sight;
  /** In which language reasons name a concept. */
  language?: string | undefined;
}

/** How many values of a facet an answer lists where nothing else is asked, the most frequent ones, beside those chosen; each count is exact. */
export const FACET_VALUES = 20;
export const MOST_FACET_VALUES = 200;
export const MOST_ON_A_PAGE = 100;

/** Finds resources: understands the query, counts and ranks every hit, and tells of each on the page why it is there. */
export async function searchResources(searching: Searching, request: SearchRequest): Promise<SearchAnswer> {
  const { q = '', filters = {}, sort = 'relevance', limit = 20, facetLimit = FACET_VALUES, sight } = request;
  const vocabulary = searching.vocabulary();
  const language = request.language ?? (/\p{Script=Han}/u.test(q) ? 'zh' : 'en');
  checkRequest(request);

  const mark = markOf([q, FACETS.map((facet) => [...new Set(filters[facet])].sort()), sort]);
  const after = request.cursor === undefined ? undefined : readCursor(searching.seal, mark, request.cursor);
  const { understanding, answer } = await ask(
    searching,
    q,
    { filters, sight: await indexSight(searching.db, sight), sort, limit, facetValues: facetLimit, ...(after ? { after } : {}) },
    { vocabulary, language },
  );
  const { parts, understood } = understanding;
  const ranked = ranking(understanding.plan);

  const [items, facets] = await Promise.all([hydrate(searching, answer, { ranked, parts, vocabulary, language, sight }), labelled(searching, vocabulary, answer.facets)]);
  const last = answer.hits.at(-1);
  return {
    total: answer.total,
    items,
    facets,
    next: answer.more && last ? writeCursor(searching.seal, mark, { key: last.key, ordinal: last.ordinal, weights: answer.weights }) : null,
    understood,
  };
}

/**
 * Understands the query and has it answered. Most words are common, so it is first asked as if all were; where one is
 * not, the index tells what it may be a misspelling of, and it is asked again.
 */
async function ask(
  { index, db, organisationsNamed = async () => [] }: Searching,
  q: string,
  query: Omit<IndexQuery, 'plan'>,
  { vocabulary, language }: { vocabulary: Vocabulary; language: string },
): Promise<{ understanding: Understanding; answer: IndexAnswer }> {
  const { sight } = query;
  const parsed = parseQuery(q);
  const { words, prefixes, hasPhrase } = wordsToLookUp(parsed, vocabulary);
  const understood = (known?: WordsAnswer) => understand(q, parsed, { vocabulary, language, organisationsNamed, known });
  const first = hasPhrase || prefixes.length > 0 ? { lookUp: await index.ask('words', { words, prefixes, sight }) } : undefined;
  let understanding = await understood(first?.lookUp);
  await verifyPhrases({ db, index }, understanding.plan, sight);
  let answer = await index.ask('query', { ...query, plan: understanding.plan, ...(first ? {} : { words }) });
  if ('lookUp' in answer) {
    understanding = await understood(answer.lookUp);
    answer = await index.ask('query', { ...query, plan: understanding.plan });
  }
  if ('lookUp' in answer) throw new Error('the index looked words up that it was not asked for');
  return { understanding, answer };
}

function checkRequest({ filters = {}, sort, limit }: SearchRequest): void {
  const flaws: Flaw[] = [];
  for (const [facet, known] of [
    ['category', CATEGORIES],
    ['kind', KINDS],
  ] as const) {
    for (const value of filters[facet] ?? []) {
      if (!(known as readonly string[]).includes(value)) flaws.push({ pointer: `/${facet}`, reason: `is "${value}"; there are ${known.join(', ')}` });
    }
  }
  if (sort !== undefined && !SORTS.includes(sort)) flaws.push({ pointer: '/sort', reason: `is "${String(sort)}"; there are ${SORTS.join(', ')}` });
  if (limit !== undefined && !(Number.isInteger(limit) && limit >= 1 && limit <= MOST_ON_A_PAGE))
    flaws.push({ pointer: '/limit', reason: `must be a whole number from 1 to ${MOST_ON_A_PAGE}` });
  if (flaws.length > 0) throw invalid('The search cannot be made as asked.', flaws);
}

interface Hydration {
  ranked: ReturnType<typeof ranking>;
  parts: Understanding['parts'];
  vocabulary: Vocabulary;
  language: string;
  sight: Sight;
}

/** What is shown of each hit; one that was just taken away is left out. */
async function hydrate({ db, rows }: Searching, { hits }: IndexAnswer, { ranked, parts, sight, ...tools }: Hydration): Promise<z.infer<typeof SearchItem>[]> {
  if (hits.length === 0) return [];
  const byOrdinal = await rows.read(db, hits);
  const explained = ranked.map((node) => ({ node, part: parts.get(node) ?? { query: '', ways: [] } }));
  return hits.flatMap(({ ordinal, score, met, sources, visibility }) => {
    const row = byOrdinal.get(ordinal);
    // The index follows the database by a moment: what has been taken back since is not shown.
    if (!row || (row.visibility !== visibility && !maySee(sight, row))) return [];
    const { content } = row;
    const summary = summaryOf(content.description, met, explained);
    const licence = licenceOf(content);
    return [
      {
        id: row.id,
        category: content.category,
        kind: content.kind,
        status: row.status,
        title: content.title,
        ...(summary ? { summary } : {}),
        topics: content.topics,
        ...(content.provider ? { provider: content.provider } : {}),
        ...(licence ? { licence } : {}),
        sources,
        updated: row.updated.toISOString(),
        links: row.links,
        score: Math.round(score * 1_000) / 1_000,
        why: explain(content, met, explained, tools),
      },
    ];
  });
}

/** Facet values with what people call them. */
async function labelled(searching: Searching, vocabulary: Vocabulary, facets: IndexAnswer['facets']): Promise<SearchAnswer['facets']> {
  // A value that was asked for and that nothing seen bears is not known by any other name.
  const valuesOf = (facet: FacetName) => facets[facet].values.filter((_, place) => (facets[facet].counts[place] ?? 0) > 0);
  const [organisations, sources] = await Promise.all([searching.organisationNames(valuesOf('provider')), searching.sourceTitles(valuesOf('source'))]);
  const label: Record<FacetName, (value: string) => LanguageMap | undefined> = {
    category: (value) => CATEGORY_LABELS[value as Category],
    kind: (value) => KIND_LABELS[value as Kind],
    topic: (value) => vocabulary.ref(value).label,
    licence: () => undefined,
    provider: (value) => organisations.get(value),
    source: (value) => sources.get(value),
  };
  return Object.fromEntries(
    FACETS.map((facet) => [
      facet,
      facets[facet].values.map((value, place): z.infer<typeof FacetValue> => ({ value, label: label[facet](value) ?? { en: value }, count: facets[facet].counts[place] ?? 0 })),
    ]),
  ) as SearchAnswer['facets'];
}
