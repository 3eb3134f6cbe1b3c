import type { NamedNode } from 'n3';
import type { Outgoing } from '../../catalogue/index.ts';
import { LANGUAGES, type LanguageMap } from '../../kernel/language-map.ts';
import { dcat, dct, foaf, schema } from '../rdf/namespaces.ts';
import { instant, named, text, type Add, type Literal } from '../rdf/index.ts';

/** What a FAIR Data Point states once where DCAT-AP states it in every language, and where the other languages go. */
const ONCE = new Map<NamedNode, NamedNode | undefined>([
  [dct.title, schema.name],
  [dct.description, schema.description],
  [foaf.name, schema.name],
  [dcat.contactPoint, undefined],
  [dcat.endpointURL, undefined],
]);
const MEDIA_TYPES = 'https://www.iana.org/assignments/media-types/';

/** A text with the portal's first language in front, which is the one that stays where only one may. */
export const inOrder = (map: LanguageMap): LanguageMap => Object.fromEntries(Object.entries(map).sort(([a], [b]) => rank(a) - rank(b)));
const rank = (language: string) => (LANGUAGES as readonly string[]).indexOf(language) >>> 0;

/**
 * DCAT-AP said as the shapes of FAIR Data Points want it: one title, description, name, contact and endpoint; dates as
 * instants; media types as text; and the address of the point (`here`) in place of the resource's own.
 */
export function fairDataPointDialect(add: Add, addresses: { resource: string; here: string }): Add {
  const said = new Set<string>();
  const moved = (node: NamedNode): NamedNode => {
    const { value } = node;
    if (value === addresses.resource) return named(addresses.here);
    return value.startsWith(`${addresses.resource}#`) ? named(addresses.here + value.slice(addresses.resource.length)) : node;
  };
  const movedObject = (object: NamedNode | Literal) => (object.termType === 'NamedNode' ? moved(object) : object);
  return (subject, predicate, object) => {
    const about = moved(subject);
    if ((predicate === dct.issued || predicate === dct.modified) && object.termType === 'Literal') {
      const at = instant(object.value);
      if (at) add(about, predicate, at);
      return;
    }
    if (predicate === dcat.mediaType && object.termType === 'NamedNode') {
      add(about, predicate, text(object.value.startsWith(MEDIA_TYPES) ? object.value.slice(MEDIA_TYPES.length) : 'application/octet-stream'));
      return;
    }
    if (ONCE.has(predicate)) {
      const key = `${predicate.value} ${about.value}`;
      const other = ONCE.get(predicate);
      if (said.has(key)) {
        if (other) add(about, other, object);
        return;
      }
      said.add(key);
    }
    add(about, predicate, movedObject(object));
  };
}

/** A resource as the dialect needs it: the languages in order, the rest as it is. */
export const prepared = (resource: Outgoing): Outgoing => ({
  ...resource,
  title: inOrder(resource.title),
  ...(resource.description ? { description: inOrder(resource.description) } : {}),
  ...(resource.provider ? { provider: { ...resource.provider, name: inOrder(resource.provider.name) } } : {}),
});
