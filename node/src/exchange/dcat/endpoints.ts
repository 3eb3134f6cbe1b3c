import type { NamedNode } from 'n3';
import type { Outgoing } from '../../catalogue/index.ts';
import { dcat, dct, rdf, skos } from '../rdf/namespaces.ts';
import { iri, named, text, texts } from '../rdf/index.ts';
import { endpointTerm } from './classes.ts';
import { addAll, type Drawing } from './drawing.ts';

type Endpoint = Outgoing['endpoints'][number];

/** Where programs ask for the data of a dataset. */
export function describeDataService(drawing: Drawing, resource: Outgoing, node: NamedNode, endpoint: Endpoint): void {
  const { add } = drawing;
  const what = endpoint.type === 'sparql' ? 'SPARQL' : 'API';
  const address = iri(endpoint.url);
  if (!address) return;
  add(node, rdf.type, dcat.DataService);
  for (const title of texts(resource.title)) add(node, dct.title, { ...title, value: `${title.value} (${what})` });
  if (endpoint.description) add(node, dct.description, text(endpoint.description));
  add(node, dcat.endpointURL, address);
  add(node, dcat.servesDataset, named(resource.url));
  add(node, dct.type, endpointTerm(endpoint.type));
  describeRole(drawing, endpoint.type);
}

/** Where something else of the resource is, in a role of its own: documentation, source code, a mailing list. */
export function describeEndpoint(drawing: Drawing, node: NamedNode, endpoint: Endpoint): void {
  const address = iri(endpoint.url);
  if (!address) return;
  const { add } = drawing;
  add(node, rdf.type, dcat.Relationship);
  add(node, dct.relation, address);
  add(node, dcat.hadRole, endpointTerm(endpoint.type));
  if (endpoint.description) add(node, dct.description, text(endpoint.description));
  describeRole(drawing, endpoint.type);
}

function describeRole({ add, isNew }: Drawing, type: string | undefined): void {
  const role = endpointTerm(type);
  if (!isNew(role.value)) return;
  addAll(add, role, rdf.type, [dcat.Role, skos.Concept]);
  add(role, skos.prefLabel, text(type ?? 'endpoint'));
}
