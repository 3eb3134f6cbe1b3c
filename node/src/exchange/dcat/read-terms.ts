import { NAMESPACES } from '../rdf/namespaces.ts';

type Prefix = keyof typeof NAMESPACES;

/** The same text for the same term, so that looking it up in a graph costs no hashing each time. */
const known = new Map<string, string>();
const knownOfSchema = new Map<string, string[]>();

/** The IRI of a term by its compact form: `dct:title`. */
export function iriOf(compact: `${Prefix}:${string}`): string {
  const before = known.get(compact);
  if (before !== undefined) return before;
  const colon = compact.indexOf(':');
  const iri = NAMESPACES[compact.slice(0, colon) as Prefix] + compact.slice(colon + 1);
  known.set(compact, iri);
  return iri;
}

/** Both ways in which schema.org's terms are written. */
export function schemaOrg(name: string): string[] {
  const before = knownOfSchema.get(name);
  if (before) return before;
  const iris = [`https://schema.org/${name}`, `http://schema.org/${name}`];
  knownOfSchema.set(name, iris);
  return iris;
}
