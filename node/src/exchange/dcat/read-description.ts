import { checkedDescription, type DescriptionInput } from '../../catalogue/index.ts';
import { isBlank } from '../rdf/graph.ts';
import { readDistributions } from './read-distributions.ts';
import { readEndpoints, readOwnEndpoints } from './read-endpoints.ts';
import { distinct, readDate, readFormats, readIdentifiers, readKeywords, readLinks, readPopularity, readPublications, readTerms } from './read-fields.ts';
import { kindByClass, ownKind } from './read-kind.ts';
import { stated, type GraphNode } from './read-node.ts';
import { readContacts, readProvider } from './read-parties.ts';
import { iriOf, schemaOrg } from './read-terms.ts';
import { readAccess, readLicence, readOwnLicence } from './read-terms-of-use.ts';

/** What cannot be done without: a flaw here is the record's, not the field's. */
const NEEDED = ['kind', 'category', 'title'];
const ROUNDS = 3;
/** Of the EU's authority tables and of ADMS. */
const DEPRECATED = /[/#](DEPRECATED|WITHDRAWN|DISCONT|Deprecated|Withdrawn)$/;

/**
 * The description of one thing in DCAT, the inverse of what this software writes (docs/reference/dcat-mapping.md); of
 * what others write, as much as fits. `services`: data services that serve it.
 */
export function describeNode(node: GraphNode, services: GraphNode[]): DescriptionInput {
  const own = ownKind(node);
  // Where a profile allows one title only, the other languages stand as names (docs/guide/exchange.md, FAIR Data Point).
  const named = { ...node.inLanguages(...schemaOrg('name')), ...node.inLanguages(iriOf('dct:title')) };
  const title = Object.keys(named).length > 0 ? named : (node.inLanguages(iriOf('rdfs:label'), iriOf('foaf:name')) ?? {});
  const told = { ...node.inLanguages(...schemaOrg('description')), ...node.inLanguages(iriOf('dct:description')) };
  const description = Object.keys(told).length > 0 ? told : undefined;
  const status = node.address(iriOf('adms:status')) ?? '';
  return stated({
    kind: own?.kind ?? kindByClass(node),
    category: own?.category,
    title,
    description: saysMore(description, title) ? description : undefined,
    identifiers: readIdentifiers(node, own !== undefined),
    aliases: distinct([...(isBlank(node.id) ? [] : [node.id]), ...node.addresses(iriOf('foaf:isPrimaryTopicOf'))]),
    homepage: node.addresses(iriOf('dcat:landingPage'), iriOf('foaf:homepage'), ...schemaOrg('url')).find((it) => /^(https?|ftp):/i.test(it)),
    topics: readTerms(node, iriOf('dcat:theme')),
    operations: readTerms(node, iriOf('edam:has_function')),
    reads: readFormats(node, iriOf('edam:has_input')),
    writes: readFormats(node, iriOf('edam:has_output')),
    formats: readFormats(node, iriOf('dct:format')),
    keywords: own ? distinct(node.texts(iriOf('dcat:keyword'))) : readKeywords(node),
    provider: readProvider(node),
    contacts: readContacts(node),
    licence: own ? readOwnLicence(node) : readLicence(node),
    access: readAccess(node),
    endpoints: own ? readOwnEndpoints(node, services) : readEndpoints(node, services),
    distributions: readDistributions(node, node.id),
    publications: readPublications(node),
    version: node.text(iriOf('dcat:version'), iriOf('owl:versionInfo'), ...schemaOrg('version'), 'http://purl.org/pav/version'),
    status: DEPRECATED.test(status) ? ('deprecated' as const) : own && status.endsWith('/dataset-status/DEVELOP') ? ('draft' as const) : undefined,
    statusReason: node.text(iriOf('skos:changeNote')),
    issued: readDate(node, iriOf('dct:issued'), iriOf('dct:created'), ...schemaOrg('datePublished')),
    modified: readDate(node, iriOf('dct:modified'), ...schemaOrg('dateModified')),
    popularity: readPopularity(node),
    links: readLinks(node),
  });
}

/** DCAT-AP demands a description of datasets; one that repeats the title says nothing. */
const saysMore = (description: Record<string, string> | undefined, title: Record<string, string>): boolean =>
  description !== undefined && (Object.keys(description).length !== Object.keys(title).length || Object.entries(description).some(([language, text]) => title[language] !== text));

/**
 * A description without those values that do not hold (a relative address, a date that is none): each is left out and
 * told. Flaws of what cannot be done without stay, for the record to be rejected by.
 */
export function withoutFlaws(description: DescriptionInput, tell: (field: string, reason: string) => void): DescriptionInput {
  let held = description;
  for (let round = 0; round < ROUNDS; round++) {
    const checked = checkedDescription(held);
    if (!('flaws' in checked)) return held;
    const flaws = checked.flaws.map(({ pointer, reason }) => ({ path: pointer.split('/').slice(1), reason })).filter(({ path: [field] }) => field && !NEEDED.includes(field));
    if (flaws.length === 0) return held;
    const copy: Record<string, unknown> = { ...held };
    const items = new Map<string, Set<number>>();
    for (const { path, reason } of flaws) {
      tell(path.join('.'), reason);
      const [field = '', place] = path;
      if (Array.isArray(copy[field]) && place !== undefined) items.set(field, (items.get(field) ?? new Set()).add(Number(place)));
      else delete copy[field];
    }
    for (const [field, places] of items) copy[field] = (copy[field] as unknown[] | undefined)?.filter((_, place) => !places.has(place));
    held = copy as DescriptionInput;
  }
  return held;
}
