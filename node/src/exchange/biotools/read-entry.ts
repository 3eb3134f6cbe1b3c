import { z } from 'zod';
import type { DescriptionInput, Kind, SourceRecord } from '../../catalogue/index.ts';
import { addressesIn, clip, isAddress } from '../text.ts';
import { doiIn, edamIn, orcidIn, rorIn, statedIdentifier } from '../stated-identifiers.ts';
import { spdxIdentifier } from '../../vocabulary/index.ts';

export const COLLECTION = 'tools';

/** A field nobody filled in: bio.tools writes null or an empty text. */
const absent = (value: unknown) => (value === null || value === '' ? undefined : value);
const text = z.union([z.string(), z.number()], 'is no text').transform((value) => String(value).trim());
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(absent, schema.optional());
/** One where a list is meant is a list of one. */
const list = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (absent(value) === undefined ? [] : Array.isArray(value) ? value.filter((it) => absent(it) !== undefined) : [value]), z.array(item));

const Term = z.object({ uri: optional(text), term: optional(text) });
const Flow = z.object({ data: optional(Term), format: list(Term) });
const Link = z.object({ url: optional(text), type: list(text), note: optional(text), version: optional(text) });

/** An entry of bio.tools (biotoolsSchema 3.3, as its API and its content repository write it). */
export const Entry = z.object({
  biotoolsID: optional(text),
  biotoolsCURIE: optional(text),
  name: text,
  description: optional(text),
  homepage: optional(text),
  version: list(text),
  otherID: list(z.object({ value: optional(text), type: optional(text) })),
  function: list(z.object({ operation: list(Term), input: list(Flow), output: list(Flow), note: optional(text) })),
  toolType: list(text),
  topic: list(Term),
  operatingSystem: list(text),
  language: list(text),
  license: optional(text),
  collectionID: list(text),
  maturity: optional(text),
  cost: optional(text),
  accessibility: list(text),
  elixirPlatform: list(text),
  elixirNode: list(text),
  elixirCommunity: list(text),
  link: list(Link),
  download: list(Link),
  documentation: list(Link),
  publication: list(z.object({ doi: optional(text), pmid: optional(text), pmcid: optional(text), metadata: optional(z.object({ title: optional(text) })) })),
  credit: list(
    z.object({
      name: optional(text),
      email: optional(text),
      url: optional(text),
      orcidid: optional(text),
      rorid: optional(text),
      typeEntity: optional(text),
      typeRole: list(text),
    }),
  ),
  relation: list(z.object({ biotoolsID: optional(text), type: optional(text) })),
  community: z.unknown().optional(),
  additionDate: optional(text),
  lastUpdate: optional(text),
});
export type Entry = z.infer<typeof Entry>;

const KINDS: [RegExp, Kind][] = [
  [/^workflow$/i, 'workflow'],
  [/^database portal$/i, 'database'],
  [/^ontology$/i, 'ontology'],
  [/^(web api|web service|sparql endpoint)$/i, 'service'],
];

/**
 * What an entry is. Most have several tool types: it is a service, a database or an ontology only where all of them say
 * so, and a workflow where one does.
 */
export function kindOf(types: string[]): Kind {
  const kinds = types.map((type) => KINDS.find(([pattern]) => pattern.test(type))?.[1] ?? 'tool');
  if (kinds.includes('workflow')) return 'workflow';
  const first = kinds[0] ?? 'tool';
  return kinds.every((kind) => kind === first) ? first : kinds.includes('database') ? 'database' : 'tool';
}

const termsOf = (terms: Entry['topic'], branch: 'topic' | 'operation' | 'format'): string[] => terms.flatMap(({ uri, term }) => (uri && edamIn(uri, branch)) || term || []);
const once = <T>(items: T[]): T[] => [...new Set(items)];
/** EDAM's roots say no more than "an operation", "a format". */
const notRoots = (ids: string[]): string[] => once(ids).filter((id) => !/^edam:(operation_0004|format_1915|topic_0003|data_0006)$/.test(id));
const formatsOf = (flows: Entry['function'][number]['input']): string[] =>
  notRoots(
    termsOf(
      flows.flatMap(({ format }) => format),
      'format',
    ),
  );

const LINKS: [RegExp, string][] = [
  [/^repository$/i, 'source-code'],
  [/^issue tracker$/i, 'issue-tracker'],
  [/^mailing list$/i, 'mailing-list'],
  [/^discussion forum$/i, 'forum'],
  [/^(helpdesk|service|galaxy service)$/i, 'web'],
  [/^(social media|technical monitoring|scientific benchmark|mirror|registry|software catalogue|other|browser)$/i, 'web'],
];

type Endpoint = NonNullable<DescriptionInput['endpoints']>[number];
type Noted = (text: string) => void;

function endpointOf({ url, type, note: text }: z.infer<typeof Link>, as: string | undefined, note: Noted): Endpoint[] {
  const [address] = url ? (isAddress(url) ? [url] : addressesIn(url.slice(0, 4_000))) : [];
  if (url && !address) note('Links of bio.tools entries that are no web addresses were left out');
  if (!address) return [];
  const [first = ''] = type;
  const named = LINKS.find(([pattern]) => pattern.test(first))?.[1] ?? 'web';
  const description = [text, first && !/^(general|other)$/i.test(first) ? first : undefined].filter(Boolean).join(' – ');
  return [{ url: address, type: as ?? named, description: description === '' ? undefined : clip(description, 4_000) }];
}

/** Files as such; a page to download from, a container or a package is a place to go to. */
function downloadsOf(entry: Entry, note: Noted): Pick<Required<DescriptionInput>, 'endpoints' | 'distributions'> {
  const endpoints: Endpoint[] = [];
  const distributions: Required<DescriptionInput>['distributions'] = [];
  for (const download of entry.download) {
    const [type = ''] = download.type;
    const [endpoint] = endpointOf(download, /container/i.test(type) ? 'container' : 'download', note);
    if (!endpoint) continue;
    if (
      /^(source code|binaries|binary package|source package|software package|command-line specification|tool wrapper.*|test data|test script|biological data|vm image|icon|other)$/i.test(
        type,
      )
    ) {
      distributions.push({ url: endpoint.url, title: download.note ?? (type && !/^other$/i.test(type) ? type : undefined) });
    } else endpoints.push(endpoint);
  }
  return { endpoints, distributions };
}

const Email = z.email();

function contactOf(credit: Entry['credit'][number], note: Noted): NonNullable<DescriptionInput['contacts']> {
  const email = credit.email && Email.safeParse(credit.email).success ? credit.email : undefined;
  if (credit.email && !email) note('E-mail addresses of credits that are none were left out');
  const orcid = credit.orcidid && orcidIn(credit.orcidid);
  if (credit.orcidid && !orcid) note('ORCID iDs of credits that are none were left out');
  const url = credit.url && isAddress(credit.url) ? credit.url : undefined;
  return credit.name || email || url || orcid ? [{ name: credit.name && clip(credit.name, 500), email, url, orcid: orcid || undefined }] : [];
}

const isProvider = ({ typeEntity = '', typeRole }: Entry['credit'][number]): boolean =>
  typeRole.some((role) => /^provider$/i.test(role)) || (typeRole.length === 0 && /^(institute|consortium|division|project)$/i.test(typeEntity));

function otherIdentifiers(entry: Entry): string[] {
  return entry.otherID.flatMap(({ value, type }) => {
    if (!value) return [];
    const stated = statedIdentifier(value);
    if (stated) return stated;
    const registry = type?.toLowerCase();
    return registry && registry !== 'other' && /^[a-z]+$/.test(registry) && !/\s/.test(value) ? `${registry}:${value}` : [];
  });
}

const RELATIONS: Record<string, 'is-part-of' | 'replaced-by' | 'uses' | 'depends-on' | 'related-to' | undefined> = {
  isnewversionof: 'related-to',
  hasnewversion: 'replaced-by',
  uses: 'uses',
  usedby: 'related-to',
  includes: 'related-to',
  includedin: 'is-part-of',
};

function publicationsOf(entry: Entry): Required<DescriptionInput>['publications'] {
  return entry.publication.flatMap(({ doi, pmid, pmcid, metadata }) => {
    const found = doi && doiIn(doi);
    const pmc = pmcid && /^(?:PMC)?(\d+)$/i.exec(pmcid)?.[1];
    const url = pmid && /^\d+$/.test(pmid) ? `https://pubmed.ncbi.nlm.nih.gov/${pmid}/` : pmc ? `https://www.ncbi.nlm.nih.gov/pmc/articles/PMC${pmc}/` : undefined;
    return found || url ? [{ doi: found || undefined, url, title: metadata?.title && clip(metadata.title, 1_000) }] : [];
  });
}

function accessOf({ accessibility, cost }: Entry): DescriptionInput['access'] {
  const open = accessibility.some((it) => /^(freely available|open access)$/i.test(it));
  const level = accessibility.some((it) => /^restricted access$/i.test(it))
    ? 'controlled'
    : accessibility.some((it) => /with restrictions/i.test(it))
      ? 'registration'
      : open
        ? 'open'
        : undefined;
  return level || cost ? { level, conditions: cost ? { en: cost } : undefined } : undefined;
}

/** Licences bio.tools knows by a word instead of an SPDX identifier. */
function licenceOf(licence: string | undefined): DescriptionInput['licence'] {
  if (!licence || /^(other|not licensed|unlicensed)$/i.test(licence)) return undefined;
  const id = spdxIdentifier(licence);
  return id ? { id } : { name: licence };
}

const dateOf = (date: string | undefined): string | undefined => (date && /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/.test(date) ? date : undefined);

/** An entry's identifier: its own, or what its CURIE says. */
export const idOf = (entry: Pick<Entry, 'biotoolsID' | 'biotoolsCURIE'>): string | undefined => entry.biotoolsID ?? entry.biotoolsCURIE?.replace(/^biotools:/i, '');

/** The record of an entry; `note` is told once of each kind of thing that was left out. */
export function entryRecord(entry: Entry, id: string, note: Noted): SourceRecord {
  const functions = entry.function;
  const downloads = downloadsOf(entry, note);
  const provider = entry.credit.find((credit) => credit.name && isProvider(credit));
  const kind = kindOf(entry.toolType);
  if (functions.some((it) => it.input.some(({ data }) => data) || it.output.some(({ data }) => data)))
    note('Types of data (EDAM) that functions of bio.tools entries take and give have no place in a description; their formats have');
  if (entry.homepage && !isAddress(entry.homepage)) note('Homepages of bio.tools entries that are no web addresses were left out');
  return {
    key: id,
    collection: COLLECTION,
    description: {
      kind,
      category: kind === 'service' ? 'tool' : undefined,
      title: { en: entry.name },
      description: entry.description ? { en: entry.description } : undefined,
      identifiers: once([`biotools:${id}`, ...otherIdentifiers(entry)]),
      aliases: [`https://bio.tools/${id}`],
      homepage: entry.homepage && isAddress(entry.homepage) ? entry.homepage : `https://bio.tools/${id}`,
      topics: notRoots(termsOf(entry.topic, 'topic')),
      operations: notRoots(
        termsOf(
          functions.flatMap(({ operation }) => operation),
          'operation',
        ),
      ),
      reads: formatsOf(functions.flatMap(({ input }) => input)),
      writes: formatsOf(functions.flatMap(({ output }) => output)),
      keywords: once([
        ...entry.toolType,
        ...entry.language,
        ...entry.operatingSystem,
        ...entry.collectionID,
        ...entry.elixirPlatform,
        ...entry.elixirNode.map((node) => `ELIXIR ${node}`),
        ...entry.elixirCommunity,
        ...(entry.maturity && /^emerging$/i.test(entry.maturity) ? [entry.maturity] : []),
      ]).map((word) => clip(word, 300)),
      provider: provider && {
        name: { en: clip(provider.name!, 500) },
        url: provider.url && isAddress(provider.url) ? provider.url : undefined,
        ror: provider.rorid ? (rorIn(provider.rorid) ?? rorIn(`ror:${provider.rorid}`)) : undefined,
      },
      contacts: entry.credit.filter((credit) => credit !== provider).flatMap((credit) => contactOf(credit, note)),
      licence: licenceOf(entry.license),
      access: accessOf(entry),
      endpoints: [
        ...entry.link.flatMap((link) => endpointOf(link, undefined, note)),
        ...entry.documentation.flatMap((link) => endpointOf(link, 'documentation', note)),
        ...downloads.endpoints,
        { url: `https://bio.tools/${id}`, type: 'web', description: 'bio.tools' },
      ],
      distributions: downloads.distributions,
      publications: publicationsOf(entry),
      version: entry.version.length > 0 ? clip(entry.version.join(', '), 200) : undefined,
      ...(entry.maturity && /^legacy$/i.test(entry.maturity) ? { status: 'deprecated' as const, statusReason: 'bio.tools states its maturity as "Legacy".' } : {}),
      issued: dateOf(entry.additionDate),
      modified: dateOf(entry.lastUpdate),
      links: entry.relation.flatMap(({ biotoolsID, type }) => {
        const predicate = RELATIONS[type?.toLowerCase().replace(/[^a-z]/g, '') ?? ''] ?? 'related-to';
        return biotoolsID ? [{ predicate, target: `biotools:${biotoolsID.replace(/^biotools:/i, '')}` }] : [];
      }),
    },
  };
}
