/** What hits are counted by. In a file of its own, so that the index's thread need not load the schemas of the API. */
export const FACETS = ['category', 'kind', 'topic', 'licence', 'provider', 'source'] as const;
export type FacetName = (typeof FACETS)[number];
