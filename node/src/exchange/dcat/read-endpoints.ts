import type { DescriptionInput } from '../../catalogue/index.ts';
import { NAMESPACES } from '../rdf/namespaces.ts';
import { inOrder, stated, type GraphNode } from './read-node.ts';
import { iriOf, schemaOrg } from './read-terms.ts';

type Endpoint = NonNullable<DescriptionInput['endpoints']>[number];

const ROLE = `${NAMESPACES.biotope}endpoint`;

/** The role of an endpoint that this software wrote: `api`, `documentation`; '' for one without, undefined for another's node. */
export function ownRole(node: GraphNode): string | undefined {
  const role = node.addresses(iriOf('dcat:hadRole'), iriOf('dct:type')).find((it) => it === ROLE || it.startsWith(`${ROLE}-`));
  if (role === undefined) return undefined;
  try {
    return decodeURIComponent(role.slice(ROLE.length + 1));
  } catch {
    return role.slice(ROLE.length + 1);
  }
}

/** Endpoints as this software writes them: relationships in roles of their own, and data services of the dataset. */
export function readOwnEndpoints(node: GraphNode, services: GraphNode[]): Endpoint[] {
  const parts = [...node.nodes(iriOf('dcat:qualifiedRelation')), ...services].filter((part) => ownRole(part) !== undefined);
  return inOrder(parts).flatMap((part) => {
    const url = part.address(iriOf('dct:relation'), iriOf('dcat:endpointURL'));
    return url === undefined ? [] : [stated({ url, type: ownRole(part) || undefined, description: part.text(iriOf('dct:description')) })];
  });
}

const looksLikeSparql = (url: string) => /sparql/i.test(url);

/** Where others say that programs or people are answered. */
export function readEndpoints(node: GraphNode, services: GraphNode[]): Endpoint[] {
  const api = (from: GraphNode) =>
    from
      .addresses(iriOf('dcat:endpointURL'))
      .map((url): Endpoint => stated({ url, type: looksLikeSparql(url) ? 'sparql' : 'api', description: from === node ? undefined : from.text(iriOf('dct:title')) }));
  const accessible = node.nodes(iriOf('dcat:distribution')).flatMap((distribution) => distribution.nodes(iriOf('dcat:accessService')));
  const pages = (type: string, ...properties: string[]) => node.addresses(...properties).map((url): Endpoint => ({ url, type }));
  const all = [
    ...[node, ...services, ...accessible].flatMap(api),
    ...pages('documentation', iriOf('dcat:endpointDescription')),
    ...pages('documentation', iriOf('foaf:page')),
    ...pages('source-code', ...schemaOrg('codeRepository')),
  ].filter(({ url }) => /^(https?|ftp|s3|gs):\/\//i.test(url));
  return [...new Map(all.map((endpoint) => [endpoint.url, endpoint])).values()];
}
