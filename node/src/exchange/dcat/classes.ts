import type { NamedNode } from 'n3';
import type { Category, Kind, Outgoing } from '../../catalogue/index.ts';
import { bioschemas, biotopeTerm, dcat, dct, mls, obo, schema } from '../rdf/namespaces.ts';

/** Kinds that are collections of data, published as a whole: DCAT's datasets. */
export const DATASET_KINDS: readonly Kind[] = ['dataset', 'database', 'knowledge-base', 'ontology', 'sample-collection'];

/** What the other kinds are, beside catalogued resources. */
const CLASSES: Partial<Record<Kind, NamedNode>> = {
  tool: schema.SoftwareApplication,
  workflow: bioschemas.ComputationalWorkflow,
  'training-material': schema.LearningResource,
  course: schema.Course,
  standard: dct.Standard,
  compute: schema.Service,
  service: schema.Service,
  instrument: obo.OBI_0000968,
  model: mls.Model,
};

/** What answers programs, and so makes a data service. */
const isProgrammatic = ({ type }: { type?: string | undefined }) => type === 'api' || type === 'sparql';

/** How a resource stands in DCAT: as a dataset, as a data service, or as another resource. */
export type Standing = 'dataset' | 'service' | 'resource';

export function standingOf({ kind, endpoints }: Pick<Outgoing, 'kind' | 'endpoints'>): Standing {
  if (DATASET_KINDS.includes(kind)) return 'dataset';
  return kind === 'service' && endpoints.some(isProgrammatic) ? 'service' : 'resource';
}

/** The classes of a resource, most telling first. */
export function classesOf(resource: Pick<Outgoing, 'kind' | 'endpoints'>): NamedNode[] {
  const standing = standingOf(resource);
  const own = CLASSES[resource.kind];
  return [...(standing === 'dataset' ? [dcat.Dataset] : standing === 'service' ? [dcat.DataService] : []), dcat.Resource, ...(own ? [own] : [])];
}

/** Whether an endpoint stands as a data service of its dataset. */
export const isDataService = (resource: Pick<Outgoing, 'kind' | 'endpoints'>, endpoint: { type?: string | undefined }): boolean =>
  isProgrammatic(endpoint) && standingOf(resource) === 'dataset';

export const kindTerm = (kind: Kind): NamedNode => biotopeTerm(`kind-${kind}`);
export const categoryTerm = (category: Category): NamedNode => biotopeTerm(`category-${category}`);
/** What an endpoint is to its resource: documentation, source code, download … */
export const endpointTerm = (type: string | undefined): NamedNode => biotopeTerm(type ? `endpoint-${encodeURIComponent(type)}` : 'endpoint');
