/**
 * The shapes of the public API, for programs in this repository that are its clients. Types only: the portal imports
 * nothing else from the node.
 */
import type { z } from 'zod';
import type { Neighbourhood, LinkPage, PathAnswer, Possibilities } from '../catalogue/graph/index.ts';
import type { QualityList, QualitySummary, ResourceQuality } from '../catalogue/quality/index.ts';
import type { ProposalPage, ProposalView } from '../catalogue/curation/index.ts';
import type { SearchAnswer, Suggestions } from '../catalogue/search/index.ts';
import type { ResourceView, Revision, Statements, RevisionComparison, RevisionSummary, Tombstone } from '../catalogue/index.ts';
import type { Citation, CheckReport, HarvestList, HarvestView, RejectionPage, SourceView, ResourceFormats } from '../exchange/index.ts';
import type { TermList, TermView } from '../vocabulary/index.ts';
import type { NodeView } from './node-view.ts';
import type { Problem } from './http/problem.ts';

export type ApiSearchAnswer = z.infer<typeof SearchAnswer>;
export type ApiSuggestions = z.infer<typeof Suggestions>;
export type ApiResource = z.infer<typeof ResourceView>;
export type ApiTombstone = z.infer<typeof Tombstone>;
export type ApiRevisions = { items: z.infer<typeof RevisionSummary>[] };
export type ApiRevision = z.infer<typeof Revision>;
export type ApiRevisionComparison = z.infer<typeof RevisionComparison>;
export type ApiLinks = z.infer<typeof LinkPage>;
export type ApiNeighbourhood = z.infer<typeof Neighbourhood>;
export type ApiPath = z.infer<typeof PathAnswer>;
export type ApiPossibilities = z.infer<typeof Possibilities>;
export type ApiHarvests = z.infer<typeof HarvestList>;
export type ApiHarvest = z.infer<typeof HarvestView>;
export type ApiRejections = z.infer<typeof RejectionPage>;
export type ApiSources = { items: z.infer<typeof SourceView>[] };
export type ApiTerms = z.infer<typeof TermList>;
export type ApiTerm = z.infer<typeof TermView>;
export type ApiCitation = z.infer<typeof Citation>;
export type ApiResourceFormats = z.infer<typeof ResourceFormats>;
export type ApiNode = z.infer<typeof NodeView>;
export type ApiResourceQuality = z.infer<typeof ResourceQuality>;
export type ApiQualitySummary = z.infer<typeof QualitySummary>;
export type ApiQualityList = z.infer<typeof QualityList>;
export type ApiCheckReport = z.infer<typeof CheckReport>;
export type ApiProblem = z.infer<typeof Problem>;
export type ApiProposals = z.infer<typeof ProposalPage>;
export type ApiProposal = z.infer<typeof ProposalView>;
export type ApiStatements = z.infer<typeof Statements>;
