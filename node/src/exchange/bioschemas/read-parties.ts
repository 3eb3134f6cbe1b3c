import { z } from 'zod';
import type { DescriptionInput } from '../../catalogue/index.ts';
import { orcidIn, rorIn } from '../stated-identifiers.ts';
import { spdxIdentifierAt, spdxIdentifierOf } from '../spdx-identifiers.ts';
import { clip, isAddress } from '../text.ts';
import type { Entity, Value } from './read-entities.ts';
import { addressOf, firstWord, languageMapOf, languageOf, valuesOf, wordOf, wordsOf } from './read-values.ts';

type Contact = NonNullable<DescriptionInput['contacts']>[number];
type Licence = NonNullable<DescriptionInput['licence']>;
type Provider = NonNullable<DescriptionInput['provider']>;

const Email = z.email();
const LONGEST_EMAIL = 320;
const ORGANISATION = /^(Organization|Organisation|Corporation|.*Organization|Consortium|ResearchProject|Project)$/;

export const isOrganisation = (entity: Entity): boolean => entity.types.some((type) => ORGANISATION.test(type));

/** Everything an entity states as its identifiers: own address, `identifier`, `sameAs`. */
export function statedIn(entity: Entity): string[] {
  const stated = valuesOf(entity, 'identifier', 'sameAs').flatMap((value) => {
    if ('text' in value) return value.text;
    return [value.entity.id ?? [], wordsOf(value.entity, 'value', 'url')].flat();
  });
  return [entity.id ?? [], stated].flat();
}

const emailOf = (entity: Entity): string | undefined =>
  wordsOf(entity, 'email')
    .map((text) => text.replace(/^mailto:/i, ''))
    .find((text) => text.length <= LONGEST_EMAIL && Email.safeParse(text).success);

const personalName = (entity: Entity): string | undefined =>
  firstWord(entity, 'name') ?? ([firstWord(entity, 'givenName'), firstWord(entity, 'familyName')].filter(Boolean).join(' ') || undefined);

/** A person or organisation to turn to: what is a text alone is a name, an address or an ORCID iD. */
export function contactOf(value: Value): Contact | undefined {
  if ('text' in value) {
    const orcid = orcidIn(value.text);
    if (orcid) return { orcid };
    return isAddress(value.text) ? { url: value.text } : { name: clip(value.text, 500) };
  }
  const { entity } = value;
  const [point] = valuesOf(entity, 'contactPoint');
  const email = emailOf(entity) ?? (point && 'entity' in point ? emailOf(point.entity) : undefined);
  const orcid = statedIn(entity)
    .flatMap((text) => orcidIn(text) ?? [])
    .at(0);
  const address = addressOf(value);
  const url = address !== undefined && orcidIn(address) === undefined && address.startsWith('http') ? address : undefined;
  const name = personalName(entity);
  if (!name && !email && !orcid && !url) return undefined;
  return { name: name && clip(name, 500), email, url, orcid };
}

/** Each contact once: by ORCID iD, else by name and e-mail. */
export function contactsOf(values: Value[]): Contact[] {
  const contacts = new Map<string, Contact>();
  for (const contact of values.flatMap((value) => contactOf(value) ?? [])) {
    const key = contact.orcid ?? contact.email ?? contact.name ?? contact.url ?? '';
    contacts.set(key, { ...contact, ...contacts.get(key) });
  }
  return [...contacts.values()];
}

/** The organisation that answers for a resource. */
export function providerOf(values: Value[]): Provider | undefined {
  for (const value of values) {
    if ('text' in value) {
      if (!isAddress(value.text)) return { name: { [languageOf(value.text)]: clip(value.text, 500) } };
      continue;
    }
    const { entity } = value;
    if (entity.types.includes('Person')) continue;
    const name = languageMapOf(entity, 'name', 'legalName');
    if (!name) continue;
    const ror = statedIn(entity)
      .flatMap((text) => rorIn(text) ?? [])
      .at(0);
    const address = addressOf(value);
    return { name, url: address !== undefined && !rorIn(address) ? address : undefined, ror };
  }
  return undefined;
}

/** A licence by SPDX identifier where it is certainly one, else by its name and address. */
export function licenceOfText(text: string, name?: string): Licence {
  if (isAddress(text)) return { id: spdxIdentifierAt(text) ?? (name && spdxIdentifierOf(name)), name, url: text };
  const id = spdxIdentifierOf(text);
  return { id, name: name ?? (id === text ? undefined : clip(text, 4_000)) };
}

export function licenceOf(values: Value[]): Licence | undefined {
  for (const value of values) {
    if ('text' in value) return licenceOfText(value.text);
    const url = addressOf(value) ?? value.entity.id;
    const name = wordOf(value);
    const stated = wordsOf(value.entity, 'identifier', 'alternateName', 'termCode')
      .flatMap((text) => spdxIdentifierOf(text) ?? spdxIdentifierAt(text) ?? [])
      .at(0);
    if (url && isAddress(url)) {
      const licence = licenceOfText(url, name && clip(name, 4_000));
      return { ...licence, id: licence.id ?? stated };
    }
    const text = name ?? url?.replace(/^#/, '');
    if (text) return { ...licenceOfText(text), ...(stated ? { id: stated } : {}) };
  }
  return undefined;
}
