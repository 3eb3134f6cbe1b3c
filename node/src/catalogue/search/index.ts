export { FACETS, type FacetName } from './facets.ts';
export { SearchAnswer, SearchItem, SORTS, Suggestions } from './answer.ts';
export { SEARCH_MIGRATIONS } from './migrations.ts';
export { putLinkCounts, putSearchRows, reindexAll, removeSearchRows, type Searchable } from './search-rows.ts';
export { openSearchIndex, type SearchIndex } from './search-index.ts';
export { MOST_ON_A_PAGE, searchResources, type Audience, type Searching, type SearchRequest } from './search-resources.ts';
export { suggest } from './suggest.ts';
export { SearchParameters, searchRoute, type SearchRouteOptions } from './routes/search.ts';
export { suggestRoute } from './routes/suggest.ts';
