import type { Graph } from '../rdf/graph.ts';
import { isBlank } from '../rdf/graph.ts';
import { asWritten, isRelative } from '../rdf/read-limits.ts';
import type { ReadItem } from '../source.ts';
import { describeNode, withoutFlaws } from './read-description.ts';
import { ownRole } from './read-endpoints.ts';
import { CATALOGUED, ownKind } from './read-kind.ts';
import { nodeIn, type GraphNode } from './read-node.ts';
import { iriOf, schemaOrg } from './read-terms.ts';

export const COLLECTION = 'records';

const MEMBERSHIPS = (['dcat:dataset', 'dcat:service', 'dcat:resource', 'dcat:catalog'] as const).map((name) => iriOf(name));
const TYPE = iriOf('rdf:type');

/** Everything a document catalogues, in the order in which it is named: datasets, data services and other resources; catalogues only as members of others. */
export function cataloguedIn(graph: Graph): string[] {
  const found = new Set<string>();
  const catalogues = new Set<string>();
  for (const [node, type] of graph.pairs(TYPE)) {
    if (type.value === iriOf('dcat:Catalog')) catalogues.add(node);
    if (CATALOGUED.includes(type.value)) found.add(node);
  }
  for (const catalogue of catalogues) found.delete(catalogue);
  for (const membership of MEMBERSHIPS) for (const [, member] of graph.pairs(membership)) if (member.type === 'node' && graph.describes(member.value)) found.add(member.value);
  return [...found].filter((id) => {
    const node = nodeIn(graph, id);
    return ownRole(node) === undefined || ownKind(node) !== undefined;
  });
}

/** Which data services serve which dataset. */
export function servicesIn(graph: Graph): Map<string, string[]> {
  const services = new Map<string, string[]>();
  for (const [service, dataset] of graph.pairs(iriOf('dcat:servesDataset'))) services.set(dataset.value, [...(services.get(dataset.value) ?? []), service]);
  return services;
}

type Key = { key: string } | { reason: string };

/** What a thing is found by at the next harvest: its address; of a blank node what it states of itself. */
function keyOf(node: GraphNode): Key {
  if (isRelative(node.id)) return { reason: `has the relative address "${asWritten(node.id)}", and the document states no base against which to resolve it` };
  if (!isBlank(node.id)) return { key: node.id };
  const notation = node.node(iriOf('adms:identifier'))?.text(iriOf('skos:notation'));
  const key = node.text(iriOf('dct:identifier'), ...schemaOrg('identifier')) ?? notation ?? node.address(iriOf('dcat:landingPage'), iriOf('foaf:homepage'), ...schemaOrg('url'));
  return key ? { key } : { reason: 'has no address of its own, and neither an identifier nor a landing page by which it could be found again' };
}

export interface ReadNotes {
  note(text: string): void;
}

/** One catalogued thing as a record, or why it is none. */
export function readCatalogued(graph: Graph, id: string, services: readonly string[], { note }: ReadNotes): ReadItem {
  const exact = ownKind(nodeIn(graph, id)) !== undefined;
  const node = nodeIn(graph, id, exact);
  const found = keyOf(node);
  const title = node.text(iriOf('dct:title'));
  if ('reason' in found) return { rejection: { record: title ?? asWritten(id), field: '', reason: found.reason, collection: COLLECTION } };
  const { key } = found;
  if (key.length > LONGEST_KEY)
    return { rejection: { record: key.slice(0, 200), field: '', reason: `has an address of more than ${LONGEST_KEY} characters`, collection: COLLECTION } };
  const described = describeNode(
    node,
    services.map((service) => nodeIn(graph, service, exact)),
  );
  if (Object.keys(described.title).length === 0) return { rejection: { record: key, field: 'title', reason: 'is missing', key, collection: COLLECTION } };
  const description = withoutFlaws(described, (field, reason) => note(`${key}: ${field} ${reason}; it was left out`));
  return { record: { key, collection: COLLECTION, description } };
}

const LONGEST_KEY = 2_000;
