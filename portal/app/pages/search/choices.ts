import type { ApiSearchAnswer } from '@biotope/node/contract';
import type { Category, FacetName, Kind } from '../../api/contract.ts';
import type { Speech } from '../../language/use-words.tsx';

/** The facets, in the order in which they narrow best. */
export const FACET_NAMES = ['category', 'kind', 'topic', 'licence', 'provider', 'source'] as const satisfies readonly FacetName[];
export const SORT_NAMES = ['relevance', 'recency', 'links'] as const;

export type Choices = Record<FacetName, string[]>;

/** What is chosen in an address: a facet's name repeats for each of its values. */
export const chosenIn = (search: URLSearchParams): Choices => Object.fromEntries(FACET_NAMES.map((name) => [name, search.getAll(name)])) as Choices;

/** The address with a value chosen or no longer chosen; the pages begin anew. */
export function toggled(search: URLSearchParams, name: FacetName, value: string): string {
  const next = new URLSearchParams(search);
  if (next.has(name, value)) next.delete(name, value);
  else next.append(name, value);
  return fresh(next);
}

export function withSort(search: URLSearchParams, sort: string): string {
  const next = new URLSearchParams(search);
  next.set('sort', sort);
  return fresh(next);
}

export function withoutChoices(search: URLSearchParams): string {
  const next = new URLSearchParams(search);
  for (const name of FACET_NAMES) next.delete(name);
  return fresh(next);
}

function fresh(search: URLSearchParams): string {
  for (const name of ['cursor', 'trail', 'page', 'lang', 'theme', 'live']) search.delete(name);
  return `/search?${search}`;
}

/** A facet value's name in the page's language; one that no hit has any more has none but itself. */
export function nameOf(facets: Partial<ApiSearchAnswer['facets']>, name: FacetName, value: string, { t, say }: Pick<Speech, 't' | 'say'>): string {
  if (name === 'category') return t.categories[value as Category] ?? value;
  if (name === 'kind') return t.kinds[value as Kind] ?? value;
  return say(facets[name]?.find((it) => it.value === value)?.label) || value;
}
