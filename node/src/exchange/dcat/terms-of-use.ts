import type { NamedNode } from 'n3';
import type { Outgoing } from '../../catalogue/index.ts';
import { biotope, dct, rdf, rdfs, schema } from '../rdf/namespaces.ts';
import { iri, named, text, texts } from '../rdf/index.ts';
import { addAddress, addAll, describeClass, type Drawing } from './drawing.ts';

type Licence = NonNullable<Outgoing['licence']>;
type Access = NonNullable<Outgoing['access']>;

/** What the identifier of an SPDX licence looks like. */
const SPDX = /^[A-Za-z0-9][A-Za-z0-9.+-]*$/;

export const spdxAddress = (id: string | undefined): string | undefined => (id && SPDX.test(id) ? `https://spdx.org/licenses/${id}` : undefined);

/** The address of a licence: the one the source gives, else SPDX's; undefined where there is only a name. */
export const licenceAddress = ({ id, url }: Licence): NamedNode | undefined => (url && iri(url)) || (spdxAddress(id) && named(spdxAddress(id) as string)) || undefined;

/** A licence: by its address where it has one, as others know it; what this resource calls it stands beside. */
export function addLicence(drawing: Drawing, subject: NamedNode, licence: Licence): () => void {
  const { add } = drawing;
  const { id, name } = licence;
  const address = licenceAddress(licence);
  const spdx = spdxAddress(id);
  if (!address) {
    const own = named(`${subject.value}#licence`);
    add(subject, dct.license, own);
    return () => {
      add(own, rdf.type, dct.LicenseDocument);
      if (name) add(own, rdfs.label, text(name));
      if (id) add(own, dct.identifier, text(id));
    };
  }
  const rights = named(`${subject.value}#rights`);
  const more = name !== undefined || (id !== undefined && !spdx);
  add(subject, dct.license, address);
  if (spdx && spdx !== address.value) add(subject, schema.license, named(spdx));
  if (more) add(subject, dct.rights, rights);
  return () => {
    describeClass(drawing, address, dct.LicenseDocument);
    if (!more) return;
    add(rights, rdf.type, dct.RightsStatement);
    if (name) add(rights, rdfs.label, text(name));
    if (id && !spdx) add(rights, dct.identifier, text(id));
  };
}

const AUTHORITY = 'http://publications.europa.eu/resource/authority/access-right/';
const RIGHTS: Record<NonNullable<Access['level']>, NamedNode> = {
  open: named(`${AUTHORITY}PUBLIC`),
  registration: named(`${AUTHORITY}RESTRICTED`),
  controlled: named(`${AUTHORITY}RESTRICTED`),
  closed: named(`${AUTHORITY}NON_PUBLIC`),
};

export function addAccess(drawing: Drawing, subject: NamedNode, { level, conditions, url }: Access): () => void {
  const { add } = drawing;
  if (level) add(subject, dct.accessRights, RIGHTS[level]);
  if (level === 'registration') add(subject, biotope.accessLevel, text(level));
  if (conditions) addAll(add, subject, schema.conditionsOfAccess, texts(conditions));
  addAddress(drawing, subject, schema.usageInfo, url);
  return () => {
    if (level) describeClass(drawing, RIGHTS[level], dct.RightsStatement);
  };
}
