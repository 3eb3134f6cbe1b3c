import { PREDICATES, type DescriptionInput, type PredicateName } from '../../catalogue/index.ts';
import { doiIn, edamIn, statedIdentifier } from '../stated-identifiers.ts';
import { isBlank } from '../rdf/graph.ts';
import { formatOf } from './read-distributions.ts';
import { addressOf, inOrder, languageTag, stated, type GraphNode } from './read-node.ts';
import { iriOf, schemaOrg } from './read-terms.ts';

type Publication = NonNullable<DescriptionInput['publications']>[number];
type Link = NonNullable<DescriptionInput['links']>[number];

const LABELS = [iriOf('skos:prefLabel'), iriOf('rdfs:label'), iriOf('dct:title')];

/** The EU's themes of data, by code: documents name them without their labels. */
const EU_THEMES: Record<string, string> = {
  AGRI: 'Agriculture, fisheries, forestry and food',
  ECON: 'Economy and finance',
  EDUC: 'Education, culture and sport',
  ENER: 'Energy',
  ENVI: 'Environment',
  GOVE: 'Government and public sector',
  HEAL: 'Health',
  INTR: 'International issues',
  JUST: 'Justice, legal system and public safety',
  REGI: 'Regions and cities',
  SOCI: 'Population and society',
  TECH: 'Science and technology',
  TRAN: 'Transport',
};

/** Terms a property leads to: by EDAM's identifiers, else by their labels. */
export function readTerms(node: GraphNode, ...properties: string[]): string[] {
  const concepts = new Map(node.nodes(...properties).map((concept) => [concept.id, concept]));
  const terms = node.all(...properties).flatMap((term) => {
    if (term.type === 'literal') return edamIn(term.value) ?? (term.value.trim() || []);
    const theme = EU_THEMES[/\/authority\/data-theme\/([A-Z]+)$/.exec(term.value)?.[1] ?? ''];
    return edamIn(term.value) ?? theme ?? concepts.get(term.value)?.text(...LABELS) ?? [];
  });
  return distinct(terms);
}

export const readFormats = (node: GraphNode, property: string): string[] => distinct(node.all(property).flatMap((term) => formatOf(node, term) ?? []));

/** Keywords; where a portal repeats them in many languages, those in English and Chinese. */
export function readKeywords(node: GraphNode): string[] {
  const all = node.all(iriOf('dcat:keyword'), ...schemaOrg('keywords')).filter((term) => term.type === 'literal' && term.value.trim() !== '');
  const shown = all.filter((term) => term.type === 'literal' && (term.language === '' || /^(en|zh)\b/.test(languageTag(term.language) ?? '')));
  return distinct((shown.length > 0 ? shown : all).map(({ value }) => value.trim()));
}

/** What identifies the thing itself: as this software wrote it, or what others state in a form that can be told. */
export function readIdentifiers(node: GraphNode, own: boolean): string[] {
  const notations = inOrder(node.nodes(iriOf('adms:identifier'))).flatMap((it) => it.texts(iriOf('skos:notation')));
  if (own) return notations;
  const texts = [
    ...notations,
    ...node.all(iriOf('adms:identifier'), iriOf('dct:identifier')).map(({ value }) => value),
    ...node.texts(iriOf('dct:identifier')),
    ...node.texts(...schemaOrg('identifier')),
  ];
  const doi = isBlank(node.id) ? undefined : doiIn(node.id);
  return distinct([...(doi ? [`doi:${doi.toLowerCase()}`] : []), ...texts.flatMap((text) => statedIdentifier(text) ?? (doiIn(text) ? [`doi:${doiIn(text)!.toLowerCase()}`] : []))]);
}

/** Works that describe it. */
export function readPublications(node: GraphNode): Publication[] {
  const works = inOrder(node.nodes(...schemaOrg('citation'))).map((work) =>
    stated({ doi: work.text(...schemaOrg('identifier')), url: work.address(...schemaOrg('url')), title: work.text(...schemaOrg('name')) }),
  );
  if (works.length > 0) return works.filter((work) => Object.keys(work).length > 0);
  return node.addresses(iriOf('dct:isReferencedBy')).map((url): Publication => {
    const doi = doiIn(url);
    return doi ? { doi } : { url };
  });
}

const LINKS = (Object.entries(PREDICATES) as [PredicateName, (typeof PREDICATES)[PredicateName]][]).filter(([, { object }]) => object === 'resource');

/** Statements that lead to other things, by the IRIs of the predicates. */
export function readLinks(node: GraphNode): Link[] {
  const links = LINKS.flatMap(([predicate, { iri }]) =>
    node.all(iri).flatMap((term): Link[] => (term.type === 'node' && addressOf(term) ? [{ predicate, target: term.value }] : [])),
  );
  const series = node.addresses(iriOf('dcat:inSeries')).map((target): Link => ({ predicate: 'is-part-of', target }));
  return [...links, ...series].filter(({ target }) => target !== node.id);
}

/** A date as descriptions have it: the zone of a day is dropped. */
export function readDate(node: GraphNode, ...properties: string[]): string | undefined {
  const text = node
    .all(...properties)
    .find(({ type }) => type === 'literal')
    ?.value.trim();
  return text?.replace(/^(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:Z|[+-]\d{2}:\d{2})$/, '$1');
}

export function readPopularity(node: GraphNode): number | undefined {
  const count = Number(node.node(...schemaOrg('interactionStatistic'))?.text(...schemaOrg('userInteractionCount')) ?? Number.NaN);
  return Number.isFinite(count) ? count : undefined;
}

export const distinct = (texts: string[]): string[] => [...new Set(texts)];
