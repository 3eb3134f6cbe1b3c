/**
 * The shapes of the public API, for programs in this repository that are its clients. Types only: the portal imports
 * nothing else from the node.
 */
import type { z } from 'zod';
import type { DecisionView, PoliciesView, PolicySetView, TryOutView, VersionView } from '../access/index.ts';
import type { AgreementList, AgreementView, CheckView, GrantList, NoticeList, RequestPage, RequestView } from '../access/requests/index.ts';
import type { Neighbourhood, LinkPage, PathAnswer, Possibilities } from '../catalogue/graph/index.ts';
import type { QualityList, QualitySummary, ResourceQuality } from '../catalogue/quality/index.ts';
import type { ProposalPage, ProposalView } from '../catalogue/curation/index.ts';
import type { AccessView, CertificateView, CheckReportView, RedLineView, TermsView, UseView } from '../catalogue/stewardship/index.ts';
import type { SearchAnswer, Suggestions } from '../catalogue/search/index.ts';
import type { ResourceView, Revision, Statements, RevisionComparison, RevisionSummary, Tombstone } from '../catalogue/index.ts';
import type {
  CoverageView,
  EcosystemView,
  FollowingsView,
  FollowingView,
  HoldersView,
  LiveAnswer,
  LiveEvent,
  LiveStatus,
  MembersToAsk,
  MembershipHistory,
  MembershipList,
  MembershipView,
  NodeKeysView,
  RefusedView,
} from '../federation/index.ts';
import type { Citation, CheckReport, HarvestList, HarvestView, RejectionPage, SourceView, ResourceFormats } from '../exchange/index.ts';
import type { TermList, TermView } from '../vocabulary/index.ts';
import type {
  AccountReset,
  PeoplePage,
  PersonMade,
  PersonView,
  ProgramList,
  ProgramMade,
  RecoveryCodes,
  SecondFactorBegun,
  SecondFactorView,
  SessionView,
  TokenMade,
  TokenView,
} from '../identity/index.ts';
import type { LedgerPage, VerificationView } from './ledger-view.ts';
import type { NodeView } from './node-view.ts';
import type { SessionAnswer } from './http/session-routes.ts';
import type { ProviderList } from './http/sign-in-routes.ts';
import type { Problem } from './http/problem.ts';

export type ApiSearchAnswer = z.infer<typeof SearchAnswer>;
export type ApiSuggestions = z.infer<typeof Suggestions>;
export type ApiResource = z.infer<typeof ResourceView>;
export type ApiTombstone = z.infer<typeof Tombstone>;
export type ApiHolders = z.infer<typeof HoldersView>;
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
export type ApiRequests = z.infer<typeof RequestPage>;
export type ApiRequest = z.infer<typeof RequestView>;
export type ApiApplicationCheck = z.infer<typeof CheckView>;
export type ApiNotices = z.infer<typeof NoticeList>;
export type ApiGrants = z.infer<typeof GrantList>;
export type ApiAgreements = z.infer<typeof AgreementList>;
export type ApiAgreement = z.infer<typeof AgreementView>;
export type ApiTermsOfUse = z.infer<typeof TermsView>;
export type ApiAccess = z.infer<typeof AccessView>;
export type ApiCertificate = z.infer<typeof CertificateView>;
export type ApiCheckFindings = z.infer<typeof CheckReportView>;
export type ApiRedLines = { items: z.infer<typeof RedLineView>[] };
export type ApiDataCategories = { items: { name: string; label: Record<string, string>; about: Record<string, string>; personal: boolean }[] };
export type ApiSession = z.infer<typeof SessionAnswer>;
export type ApiSignInProviders = z.infer<typeof ProviderList>;
export type ApiPerson = z.infer<typeof PersonView>;
export type ApiPersonMade = z.infer<typeof PersonMade>;
export type ApiPeople = z.infer<typeof PeoplePage>;
export type ApiAccountReset = z.infer<typeof AccountReset>;
export type ApiSessions = { items: z.infer<typeof SessionView>[] };
export type ApiTokens = { items: z.infer<typeof TokenView>[] };
export type ApiTokenMade = z.infer<typeof TokenMade>;
export type ApiSecondFactor = z.infer<typeof SecondFactorView>;
export type ApiSecondFactorBegun = z.infer<typeof SecondFactorBegun>;
export type ApiRecoveryCodes = z.infer<typeof RecoveryCodes>;
export type ApiPrograms = z.infer<typeof ProgramList>;
export type ApiProgramMade = z.infer<typeof ProgramMade>;
export type ApiDataUseTerms = { items: { id: string; shorthand: string; label: Record<string, string>; type: 'permission' | 'modifier' }[] };
export type ApiUse = z.infer<typeof UseView>;
export type ApiLedger = z.infer<typeof LedgerPage>;
export type ApiLedgerVerification = z.infer<typeof VerificationView>;
export type ApiPolicies = z.infer<typeof PoliciesView>;
export type ApiPolicySet = z.infer<typeof PolicySetView>;
export type ApiPolicyVersions = { items: z.infer<typeof VersionView>[] };
export type ApiTryOut = z.infer<typeof TryOutView>;
export type ApiDecision = z.infer<typeof DecisionView>;
export type ApiFollowings = z.infer<typeof FollowingsView>;
export type ApiFollowing = z.infer<typeof FollowingView>;
export type ApiRefusedSayings = z.infer<typeof RefusedView>;
export type ApiEcosystem = z.infer<typeof EcosystemView>;
export type ApiCoverage = z.infer<typeof CoverageView>;
export type ApiLiveAnswer = z.infer<typeof LiveAnswer>;
export type ApiLiveEvent = z.infer<typeof LiveEvent>;
export type ApiLiveStatus = z.infer<typeof LiveStatus>;
export type ApiMembersToAsk = z.infer<typeof MembersToAsk>;
export type ApiMembership = z.infer<typeof MembershipView>;
export type ApiMemberships = z.infer<typeof MembershipList>;
export type ApiMembershipHistory = z.infer<typeof MembershipHistory>;
export type ApiNodeKeys = NodeKeysView;
