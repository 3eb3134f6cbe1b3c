import type { ApiHarvest, ApiLinks, ApiNeighbourhood, ApiProposal, ApiResource, ApiSearchAnswer, ApiStatements } from '@biotope/node/contract';

/** Names for parts of the API's shapes, taken from the shapes themselves so that they can't drift. */
export type Category = ApiResource['category'];
export type Kind = ApiResource['kind'];
export type Status = ApiResource['status'];
export type LanguageMap = ApiResource['title'];
export type TermRef = ApiResource['topics'][number];
export type FieldName = Exclude<keyof ApiResource, 'id' | 'url' | 'revision' | 'created' | 'updated' | 'provenance' | 'sources'>;
export type AccessLevel = NonNullable<NonNullable<ApiResource['access']>['level']>;
export type Predicate = ApiLinks['items'][number]['predicate'];
export type Direction = ApiLinks['items'][number]['direction'];
export type GraphNode = ApiNeighbourhood['nodes'][number];
export type SearchItem = ApiSearchAnswer['items'][number];
export type Reason = SearchItem['why'][number];
export type FacetName = keyof ApiSearchAnswer['facets'];
export type FacetValue = NonNullable<ApiSearchAnswer['facets'][FacetName]>[number];
export type HarvestState = ApiHarvest['state'];
export type ProposalType = ApiProposal['type'];
export type ProposalState = ApiProposal['state'];
export type ResourceOfProposal = ApiProposal['resources'][number];
export type FieldStatements = ApiStatements['fields'][number];
export type Statement = FieldStatements['statements'][number];
export type Because = FieldStatements['because'];
