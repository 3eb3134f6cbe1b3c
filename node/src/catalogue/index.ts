export { addressesOf, addressParts, type AddressPart } from './addresses.ts';
export { amendResource, describeResource, type Editing } from './amend-resource.ts';
export { analyseWhereGrown } from './analyse.ts';
export { applyVisibility } from './apply-visibility.ts';
export { catalogueRoutes, type Api, type CatalogueRouteOptions } from './routes/index.ts';
export { LOCAL } from './compose.ts';
export { contentAsDescription } from './content-as-description.ts';
export {
  Access,
  Amendment,
  ClaimedLink,
  Contact,
  checkedDescription,
  Description,
  DescriptionFields,
  Distribution,
  Endpoint,
  Licence,
  LIMITS,
  Provider,
  Publication,
  type DescriptionInput,
  type SourceRecord,
} from './description.ts';
export { CATEGORIES, CATEGORY_LABELS, KIND_CATEGORIES, KIND_LABELS, KINDS, STATUSES, type Category, type Kind, type Status } from './kinds.ts';
export { knownAs, standingHere, type KnownAs } from './known-as.ts';
export { countDisclosed, disclosed, earliestDisclosed, type Disclosed, type DisclosedRequest } from './disclosed.ts';
export { catalogueMigrations } from './migrations.ts';
export { CATALOGUE_CHANNEL, changesEnd, changesSince, resourcesAfter, showingsTurned, type ChangePosition } from './changes-since.ts';
export { allOutgoing, outgoing, type Leaving, type Outgoing, type OutgoingLink, type OutgoingPage, type OutgoingRequest, type Place } from './outgoing.ts';
export { namedSubjects } from './named-subjects.ts';
export { ownDescriptions, ownResources, type Describing, type NotDescribed, type OwnDescription } from './own-descriptions.ts';
export { isNodeSource, keyOfReplica, resourceOfReplica } from './node-source.ts';
export { PREDICATE_NAMES, PREDICATES, type PredicateName } from './predicates.ts';
export { fingerprintOf, prepareRecords } from './prepare-records.ts';
export { publishRecords, type PublishContext, type Published } from './publish-records.ts';
export { readResource, resourcesNamed, type Reading } from './read-resource.ts';
export { republishUnresolved } from './republish.ts';
export { countLinks, countRecords, sourcesWithUnseen } from './count-seen.ts';
export { runSeen } from './seen.ts';
export { Statements, statementsOf } from './statements.ts';
export type { ResourceContent, ResourceSummary, ResourceView, Revision, RevisionComparison, RevisionSummary, Tombstone } from './resource.ts';
export { noLongerIn, recordKeys, withdrawRecords } from './withdraw-records.ts';
