import { KIND_LABELS, type Outgoing } from '../../catalogue/index.ts';
import type { WritingContext } from '../format.ts';
import { providerOf } from '../writing/agents.ts';
import { doiIn } from '../stated-identifiers.ts';
import { identifierOf, orcidAddress, webAddress } from '../writing/identifiers.ts';
import { descriptionOf, english, oneLine } from '../writing/text.ts';
import { clip } from '../text.ts';
import { biotoolsLicence } from './licence.ts';

/** Lengths that biotoolsSchema 3.3 sets. */
const LONGEST = { name: 100, text: 1_000, version: 100 } as const;
const SHORTEST_TEXT = 10;

type Term = Outgoing['topics'][number];
type Endpoint = Outgoing['endpoints'][number];

/** An entry of bio.tools. What its schema has no place for is left out; nothing is made up but for what it demands. */
export function biotoolsEntry(resource: Outgoing, context: WritingContext): object {
  const { vocabulary } = context;
  const id = identifierOf(resource, 'biotools', vocabulary);
  return {
    name: nameOf(resource, id),
    description: descriptionOf(resource, LONGEST.text).padEnd(SHORTEST_TEXT, '.'),
    homepage: webAddress(resource.homepage) ?? resource.url,
    ...(id ? { biotoolsID: id, biotoolsCURIE: `biotools:${id}` } : {}),
    ...optional('version', resource.version ? [plain(resource.version, LONGEST.version)].filter(Boolean) : []),
    ...optional('otherID', otherIds(resource, context)),
    ...optional('toolType', toolTypes(resource)),
    ...optional('topic', edam(resource.topics, 'topic', context)),
    ...optional('function', functionOf(resource, context)),
    ...licenceEntry(resource),
    ...(resource.access?.level ? { accessibility: resource.access.level === 'open' ? 'Open access' : 'Restricted access' } : {}),
    ...optional('link', [...resource.endpoints.flatMap(linkOf), { url: resource.url, type: ['Software catalogue'] }]),
    ...optional('download', [
      ...resource.endpoints.flatMap(downloadOf),
      ...resource.distributions.flatMap(({ url, title }) => address(url, (it) => ({ url: it, type: 'Other', ...note(title) }))),
    ]),
    ...optional(
      'documentation',
      resource.endpoints.flatMap(({ type, url, description }) => (type === 'documentation' ? address(url, (it) => ({ url: it, type: ['General'], ...note(description) })) : [])),
    ),
    ...optional('publication', publicationsOf(resource)),
    ...optional('credit', credits(resource)),
  };
}

const optional = (name: string, items: readonly unknown[]) => (items.length > 0 ? { [name]: items } : {});
const note = (text: string | undefined) => (text && text.length >= SHORTEST_TEXT ? { note: clip(text, LONGEST.text) } : {});

/** Only these characters may stand in names and versions. */
const plain = (text: string, most: number) =>
  clip(
    oneLine(
      text
        .replace(/[—–]/g, '-')
        .replace(/[/&]/g, ' ')
        .replace(/[^ ()+\-.,0-9:;A-Z_a-z]/g, ''),
    ),
    most,
  ).replace(/[\s,;:]*…$/, '');

/** A name in other letters alone leaves nothing that bio.tools takes: the identifier stands for it. */
const nameOf = (resource: Outgoing, id: string | undefined): string =>
  Object.values({ en: english(resource.title), ...resource.title })
    .map((title) => plain(title, LONGEST.name))
    .find((name) => /[A-Za-z0-9]/.test(name)) ??
  id ??
  `${english(KIND_LABELS[resource.kind])} ${resource.id}`;

function otherIds(resource: Outgoing, { vocabulary }: WritingContext): object[] {
  const doi = identifierOf(resource, 'doi', vocabulary);
  const rrid = identifierOf(resource, 'rrid', vocabulary);
  return [...(doi && isDoi(doi) ? [{ value: doi, type: 'doi' }] : []), ...(rrid ? [{ value: `RRID:${rrid}`, type: 'rrid' }] : [])];
}

const isDoi = (doi: string) => /^10\.[0-9]{4,9}\/[()\-<>;:./0-9A-Z[\]_a-z=]+$/.test(doi);

function toolTypes({ kind, endpoints }: Outgoing): string[] {
  if (kind === 'workflow') return ['Workflow'];
  if (kind === 'database') return ['Database portal'];
  const told = endpoints.flatMap(({ type }): string[] => (type === 'api' ? ['Web API'] : type === 'sparql' ? ['SPARQL endpoint'] : []));
  return [...new Set([...told, ...(kind === 'service' ? ['Web service'] : [])])];
}

/** Terms of one branch of EDAM; others have no place. */
function edam(terms: readonly Term[], branch: string, { vocabulary }: WritingContext): { term: string; uri: string }[] {
  return terms.flatMap(({ id, label }) => {
    const uri = vocabulary.get(id)?.iri ?? `http://edamontology.org/${id.slice('edam:'.length)}`;
    return id.startsWith(`edam:${branch}_`) && /_\d{4}$/.test(uri) ? [{ term: english(label), uri }] : [];
  });
}

/**
 * One function of all operations. Formats alone are known of inputs and outputs: their data is EDAM's root, which says
 * no more than "data". Without an operation there is no function; then EDAM's root operation carries the formats.
 */
function functionOf(resource: Outgoing, context: WritingContext): object[] {
  const operation = edam(resource.operations, 'operation', context);
  const flow = (terms: readonly Term[]) => edam(terms, 'format', context).map((format) => ({ data: { term: 'Data', uri: 'http://edamontology.org/data_0006' }, format: [format] }));
  const [input, output] = [flow(resource.reads), flow(resource.writes)];
  if (operation.length + input.length + output.length === 0) return [];
  return [
    {
      operation: operation.length > 0 ? operation : [{ term: 'Operation', uri: 'http://edamontology.org/operation_0004' }],
      ...optional('input', input),
      ...optional('output', output),
    },
  ];
}

function licenceEntry({ licence }: Outgoing): object {
  if (!licence) return {};
  return { license: biotoolsLicence(licence.id) };
}

const LINK_TYPE: Record<string, string> = {
  'source-code': 'Repository',
  'issue-tracker': 'Issue tracker',
  'mailing-list': 'Mailing list',
  forum: 'Discussion forum',
  web: 'Other',
  browser: 'Service',
  api: 'Service',
  sparql: 'Service',
};
const DOWNLOAD_TYPE: Record<string, string> = { download: 'Downloads page', container: 'Container file' };

const address = <T>(url: string, entryOf: (url: string) => T): T[] => {
  const found = webAddress(url);
  return found ? [entryOf(found)] : [];
};

function linkOf({ url, type = 'web', description }: Endpoint): object[] {
  if (type === 'documentation' || DOWNLOAD_TYPE[type]) return [];
  return address(url, (it) => ({ url: it, type: [LINK_TYPE[type] ?? 'Other'], ...note(description) }));
}

const downloadOf = ({ url, type = '', description }: Endpoint): object[] =>
  DOWNLOAD_TYPE[type] ? address(url, (it) => ({ url: it, type: DOWNLOAD_TYPE[type], ...note(description) })) : [];

/** bio.tools knows publications by DOI, PubMed and PubMed Central identifiers, and by nothing else. */
function publicationsOf({ publications }: Outgoing): object[] {
  return publications.flatMap(({ doi, url }): object[] => {
    const found = doiIn(doi) ?? doiIn(url);
    const pmid = /pubmed(?:\.ncbi\.nlm\.nih\.gov|\/)\/?(\d{1,9})\b/i.exec(url ?? '')?.[1];
    const pmcid = /\b(PMC[1-9]\d{0,8})\b/.exec(url ?? '')?.[1];
    if (found && isDoi(found)) return [{ doi: found }];
    return pmcid ? [{ pmcid }] : pmid ? [{ pmid }] : [];
  });
}

function credits(resource: Outgoing): object[] {
  const provider = providerOf(resource);
  return [
    ...(provider
      ? [
          {
            name: clip(provider.name, 100),
            ...(provider.url ? { url: provider.url } : {}),
            ...(provider.ror ? { rorid: provider.ror.replace('https://ror.org/', '') } : {}),
            typeRole: ['Provider'],
          },
        ]
      : []),
    ...resource.contacts.flatMap(({ name, email, url, orcid }) => {
      const called = name ?? email ?? url;
      if (!called) return [];
      return [
        {
          name: clip(called, 100),
          ...(email && /^[\w]+(['+\-.][\w]+)*@\w+([-.]\w+)*\.\w+([-.]\w+)*$/.test(email) ? { email } : {}),
          ...(url ? { url } : {}),
          ...(orcid ? { orcidid: orcidAddress(orcid), typeEntity: 'Person' } : {}),
          typeRole: ['Primary contact'],
        },
      ];
    }),
  ];
}
