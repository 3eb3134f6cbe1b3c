import { NAMESPACES } from '../rdf/namespaces.ts';

type Prefix = keyof typeof NAMESPACES;

/** The IRI of a term by its compact form: `dct:title`. */
export function iriOf(compact: `${Prefix}:${string}`): string {
  const colon = compact.indexOf(':');
  return NAMESPACES[compact.slice(0, colon) as Prefix] + compact.slice(colon + 1);
}

/** Every way in which the older and newer namespaces of schema.org write a term. */
export const schemaOrg = (name: string): string[] => [`https://schema.org/${name}`, `http://schema.org/${name}`];
