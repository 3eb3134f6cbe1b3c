import { z } from 'zod';
import type { DescriptionInput, SourceRecord } from '../../catalogue/index.ts';
import { licenceAt, licenceNamed } from '../licences.ts';
import { clip, isAddress } from '../text.ts';

const optional = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined);
const text = z.union([z.string(), z.number()], 'is no text').transform((value) => String(value).trim());
const Email = z.email();
const ORCID = /^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/;
const person = z.object({ label: optional(text), email: optional(text), orcid: optional(text), github: optional(text) });

/** An ontology as the registry states it; what is not named here is not read. */
export const Ontology = z.object({
  id: text,
  title: text,
  description: optional(text),
  activity_status: optional(text),
  is_obsolete: optional(z.boolean()),
  replaced_by: optional(z.union([text, z.array(text)])),
  domain: optional(text),
  tags: optional(z.array(text)),
  taxon: optional(z.object({ id: optional(text), label: optional(text) })),
  preferredPrefix: optional(text),
  homepage: optional(text),
  repository: optional(text),
  tracker: optional(text),
  mailing_list: optional(text),
  page: optional(text),
  ontology_purl: optional(text),
  license: optional(z.object({ label: optional(text), url: optional(text) })),
  contact: optional(person),
  products: optional(
    z.array(z.object({ id: optional(text), title: optional(text), name: optional(text), description: optional(text), ontology_purl: optional(text), format: optional(text) })),
  ),
  dependencies: optional(z.array(z.object({ id: text }))),
  browsers: optional(z.array(z.object({ label: optional(text), title: optional(text), url: optional(text) }))),
  publications: optional(z.array(z.object({ id: optional(text), title: optional(text) }))),
});
export type Ontology = z.infer<typeof Ontology>;

/** By file extension, as EDAM knows it. */
const FORMATS: Record<string, string> = { owl: 'edam:format_2197', obo: 'edam:format_2549', json: 'edam:format_3464', ttl: 'edam:format_3255', ofn: 'edam:format_2197' };

const formatOf = (file: string): string | undefined => FORMATS[/\.([a-z]+)(?:\.gz)?$/i.exec(file)?.[1]?.toLowerCase() ?? ''];

function contactsOf(person: Ontology['contact'], note: (text: string) => void, id: string): DescriptionInput['contacts'] {
  if (!person) return [];
  const name = person.label;
  const email = person.email && Email.safeParse(person.email).success ? person.email : undefined;
  const orcid = person.orcid && ORCID.test(person.orcid) ? person.orcid : undefined;
  if (person.email && !email) note(`${id}: the contact's address "${person.email}" is no e-mail address and was left out`);
  if (person.orcid && !orcid) note(`${id}: the contact's "${person.orcid}" is no ORCID iD and was left out`);
  const url = person.github ? `https://github.com/${encodeURIComponent(person.github)}` : undefined;
  return name || email || orcid || url ? [{ name, email, orcid, url }] : [];
}

function publicationOf({ id, title }: { id?: string; title?: string }): NonNullable<DescriptionInput['publications']>[number] | undefined {
  const url = id && isAddress(id) ? id : undefined;
  if (!url && !title) return undefined;
  return { doi: /^https?:\/\/(?:dx\.)?doi\.org\/(10\.\S+)$/i.exec(url ?? '')?.[1], url, title: title && clip(title, 1_000) };
}

export function ontologyRecord(it: Ontology, note: (text: string) => void): SourceRecord {
  const heirs = [it.replaced_by ?? []].flat();
  const address = (url: string | undefined, type: string) => (url && isAddress(url) ? [{ url, type }] : []);
  const products = (it.products ?? []).filter(({ ontology_purl }) => ontology_purl);
  const licence = it.license && {
    id: (it.license.url && licenceAt(it.license.url)) ?? (it.license.label && licenceNamed(it.license.label)),
    name: it.license.label,
    url: it.license.url && isAddress(it.license.url) ? it.license.url : undefined,
  };
  return {
    key: it.id,
    collection: 'ontologies',
    description: {
      kind: 'ontology',
      title: { en: it.title },
      description: it.description ? { en: it.description } : undefined,
      identifiers: [`obo:${it.id}`, `bioregistry:${it.id}`],
      aliases: it.ontology_purl ? [it.ontology_purl] : [],
      homepage: it.homepage && isAddress(it.homepage) ? it.homepage : `https://obofoundry.org/ontology/${it.id}.html`,
      formats: [...new Set(products.flatMap(({ ontology_purl }) => formatOf(ontology_purl!) ?? []))],
      keywords: [
        ...new Set(
          [it.domain, ...(it.tags ?? []), it.taxon?.label, it.preferredPrefix, it.activity_status && it.activity_status !== 'active' ? it.activity_status : undefined].filter(
            (word) => word !== undefined && word !== '',
          ),
        ),
      ] as string[],
      contacts: contactsOf(it.contact, note, it.id),
      licence,
      access: products.length > 0 ? { level: 'open' } : undefined,
      endpoints: [
        { url: `https://obofoundry.org/ontology/${it.id}.html`, type: 'web', description: 'OBO Foundry' },
        ...address(it.repository, 'source-code'),
        ...address(it.tracker, 'issue-tracker'),
        ...address(it.mailing_list, 'mailing-list'),
        ...address(it.page, 'documentation'),
        ...(it.browsers ?? []).flatMap(({ url, title, label }) => (url && isAddress(url) ? [{ url, type: 'browser', description: title ?? label }] : [])),
      ],
      distributions: products.map(({ id, title, name, description, ontology_purl }) => ({
        title: title ?? name ?? id,
        description: description && clip(description, 4_000),
        url: ontology_purl!,
        format: formatOf(ontology_purl!),
      })),
      publications: (it.publications ?? []).flatMap((publication) => publicationOf(publication) ?? []),
      status: it.is_obsolete ? 'deprecated' : 'published',
      statusReason: it.is_obsolete ? `The OBO Foundry marks this ontology as obsolete${heirs.length > 0 ? `; it is replaced by ${heirs.join(', ')}` : ''}.` : undefined,
      links: [
        { predicate: 'is-part-of', target: 'starter:obo-foundry' },
        ...(it.dependencies ?? []).map(({ id }) => ({ predicate: 'depends-on' as const, target: `obo:${id}` })),
        ...heirs.map((id) => ({ predicate: 'replaced-by' as const, target: `obo:${id}` })),
      ],
    },
  };
}
