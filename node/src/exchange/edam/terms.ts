import { SaxesParser, type SaxesAttributeNS, type SaxesTagNS } from 'saxes';
import { DomainError, reasonOf } from '../../kernel/errors.ts';
import type { Term } from '../../vocabulary/index.ts';

const OWL = 'http://www.w3.org/2002/07/owl#';
const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const RDFS = 'http://www.w3.org/2000/01/rdf-schema#';
const OBO = 'http://www.geneontology.org/formats/oboInOwl#';
const EDAM = 'http://edamontology.org/';
const XML = 'http://www.w3.org/XML/1998/namespace';

const DEEPEST = 64;
const LONGEST_TEXT = 2 ** 20;
const SYNONYMS = { [`${OBO}hasExactSynonym`]: 'exact', [`${OBO}hasNarrowSynonym`]: 'narrow', [`${OBO}hasBroadSynonym`]: 'broad', [`${OBO}hasRelatedSynonym`]: 'related' } as const;
const RELATIONS = new Set(['has_input', 'has_output', 'has_topic', 'is_format_of', 'is_identifier_of']);

/** `edam:topic_0091` for `http://edamontology.org/topic_0091`; nothing for what is no concept of EDAM. */
const compact = (iri: string | undefined): string | undefined => {
  const concept = /^https?:\/\/edamontology\.org\/((?:topic|operation|data|format)_\d+)$/.exec(iri ?? '');
  return concept ? `edam:${concept[1]}` : undefined;
};

const attribute = (tag: SaxesTagNS, uri: string, local: string): string | undefined =>
  Object.values(tag.attributes as Record<string, SaxesAttributeNS>).find((it) => it.uri === uri && it.local === local)?.value;

const add = <T>(list: T[], item: T | undefined): void => {
  if (item !== undefined && !list.some((known) => JSON.stringify(known) === JSON.stringify(item))) list.push(item);
};

function newTerm(iri: string, id: string): Term {
  const branch = /^edam:([a-z]+)_/.exec(id)![1]!;
  return { id, iri, vocabulary: 'edam', branch, label: {}, synonyms: [], broader: [], deprecated: false, replacedBy: [], consider: [], relations: [], extensions: [] };
}

/** Takes one statement about a concept: a property, its text and the resource it points to. */
function state(term: Term, property: string, text: string, resource: string | undefined, language: string): void {
  const value = text.trim();
  if (property === `${RDFS}label`) term.label[language] ??= value;
  else if (property in SYNONYMS && value) add(term.synonyms, { text: value, language, type: SYNONYMS[property as keyof typeof SYNONYMS] });
  else if (property === `${OBO}hasDefinition` && value) term.definition = { ...term.definition, [language]: term.definition?.[language] ?? value };
  else if (property === `${RDFS}subClassOf`) add(term.broader, compact(resource));
  else if (property === `${OWL}deprecated`) term.deprecated = value === 'true' || value === '1';
  else if (property === `${OBO}replacedBy`) add(term.replacedBy, compact(resource ?? value));
  else if (property === `${OBO}consider`) add(term.consider, compact(resource ?? value));
  else if (property === `${EDAM}file_extension`) for (const extension of value.split('|')) add(term.extensions, extension.trim().replace(/^\./, '').toLowerCase() || undefined);
}

/**
 * Reads EDAM's OWL (RDF/XML) piece by piece: one term for each named class of its four branches. The parser knows no
 * entities but XML's own five, so none can unfold.
 */
export async function* readTerms(name: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Term> {
  const parser = new SaxesParser({ xmlns: true, fileName: name });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const ready: Term[] = [];
  const open: SaxesTagNS[] = [];
  let term: Term | undefined;
  let text = '';
  let onProperty: string | undefined;
  let someValuesFrom: string | undefined;

  parser.on('opentag', (tag) => {
    open.push(tag);
    text = '';
    if (open.length > DEEPEST) parser.fail(`is nested more than ${DEEPEST} deep`);
    const property = tag.uri + tag.local;
    if (open.length === 2 && property === `${OWL}Class`) {
      const iri = attribute(tag, RDF, 'about');
      const id = compact(iri);
      term = id ? newTerm(iri!, id) : undefined;
    } else if (property === `${OWL}Restriction`) onProperty = someValuesFrom = undefined;
    else if (property === `${OWL}onProperty`) onProperty = attribute(tag, RDF, 'resource');
    else if (property === `${OWL}someValuesFrom`) someValuesFrom = attribute(tag, RDF, 'resource');
  });
  const collect = (piece: string) => {
    text += piece;
    if (text.length > LONGEST_TEXT) parser.fail(`holds a text longer than ${LONGEST_TEXT} characters`);
  };
  parser.on('text', collect);
  parser.on('cdata', collect);
  parser.on('closetag', (tag) => {
    const depth = open.length;
    open.pop();
    if (!term) return;
    const property = tag.uri + tag.local;
    if (depth === 2) {
      ready.push(term);
      term = undefined;
    } else if (depth === 3) state(term, property, text, attribute(tag, RDF, 'resource'), attribute(tag, XML, 'lang') ?? 'en');
    else if (property === `${OWL}Restriction`) {
      const predicate = onProperty?.startsWith(EDAM) ? onProperty.slice(EDAM.length) : '';
      const target = compact(someValuesFrom);
      if (RELATIONS.has(predicate) && target) add(term.relations, { predicate, target });
    }
    text = '';
  });
  try {
    for await (const chunk of bytes) {
      parser.write(decoder.decode(chunk, { stream: true }));
      yield* ready.splice(0);
    }
    parser.write(decoder.decode()).close();
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    throw new DomainError('invalid', `${name} is cut off or no valid OWL (RDF/XML): ${reasonOf(cause)}`, { cause });
  }
  yield* ready;
}
