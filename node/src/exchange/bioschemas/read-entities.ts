import jsonld, { type JsonLdDocument, type Options } from 'jsonld';
import { DomainError, reasonOf } from '../../kernel/errors.ts';
import { DEFAULT_CONTEXT, type DocumentLoader } from './read-contexts.ts';

/** A value of a property: a text, in a language where the document says so, or another entity. */
export type Value = { text: string; language?: string } | { entity: Entity };

/** A thing a document speaks of. Entities refer to each other as they like, also in circles. */
export interface Entity {
  /** Absolute address; undefined where the document gives it none. */
  id: string | undefined;
  /** Names of types of schema.org and Bioschemas, such as `Dataset`. */
  types: string[];
  /** By the name of the property in schema.org or Bioschemas. */
  properties: Map<string, Value[]>;
  /** Properties and types of other vocabularies, as they are addressed. */
  foreign: Set<string>;
  /** It stands in the document by itself, not only within another. */
  top: boolean;
}

/** Bounds of one document: what is longer, deeper or holds more is no description of a resource. */
export const DOCUMENT_LIMITS = { characters: 16 * 2 ** 20, depth: 64, nodes: 200_000, contexts: 50 } as const;

const OWN = /^https?:\/\/(?:www\.)?(?:schema|bioschemas)\.org\/(?:.*[/#])?([A-Za-z][A-Za-z0-9]*)$/i;
const CONFORMS_TO = 'http://purl.org/dc/terms/conformsTo';
/** What writers put where a profile demands what nobody stated. */
const UNSTATED = /^(not stated|unknown|n\/?a|none|noassertion|https?:\/\/spdx\.org\/rdf\/terms#noassertion)$/i;

type Node = Record<string, unknown>;
const isObject = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Why a parsed document is not read; nothing if it may be. Walked without recursion, for depth is what it looks for. */
function excess(document: unknown): string | undefined {
  let level: unknown[] = [document];
  let nodes = 0;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DOCUMENT_LIMITS.depth) return `is nested more than ${DOCUMENT_LIMITS.depth} levels deep`;
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      if (++nodes > DOCUMENT_LIMITS.nodes) return `holds more than ${DOCUMENT_LIMITS.nodes} objects and lists`;
      const context = (value as Node)['@context'];
      if (Array.isArray(context) && context.length > DOCUMENT_LIMITS.contexts) return `names more than ${DOCUMENT_LIMITS.contexts} contexts in one place`;
      for (const item of Object.values(value)) if (typeof item === 'object' && item !== null) next.push(item);
    }
    level = next;
  }
  return undefined;
}

/** A document's text as JSON, or why it is none. */
export function parseDocument(text: string): { document: object } | { reason: string } {
  if (text.length > DOCUMENT_LIMITS.characters) return { reason: `is longer than ${DOCUMENT_LIMITS.characters} characters` };
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return { reason: `is no JSON: ${reasonOf(error)}` };
  }
  if (typeof document !== 'object' || document === null) return { reason: 'is no JSON-LD: it holds neither an object nor a list' };
  const reason = excess(document);
  return reason ? { reason } : { document };
}

const localName = (iri: string): string | undefined => (iri === CONFORMS_TO ? 'conformsTo' : OWN.exec(iri)?.[1]);

/** A text, number or truth value as text; what a writer put where nothing was stated is nothing. */
function textValue(item: Node): Value[] {
  const value = item['@value'];
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return [];
  const language = typeof item['@language'] === 'string' ? item['@language'] : undefined;
  const text = String(value).trim();
  return text === '' || UNSTATED.test(text) ? [] : [{ text, language }];
}

/**
 * The entities of expanded documents, gathered in one walk. (The flattening of JSON-LD compares every value of a property
 * with every other, so that a page with a long list would take hours.)
 */
class Entities {
  readonly #entities = new Map<string, Entity>();
  readonly #seen = new Map<Entity, Set<string>>();
  readonly #numbers = new Map<Entity, number>();
  #blanks = 0;

  get all(): Entity[] {
    return [...this.#entities.values()];
  }

  /** @param scope tells the blank nodes of one document from those of another */
  take(node: Node, scope: string, top: boolean): Entity {
    const stated = typeof node['@id'] === 'string' ? node['@id'] : undefined;
    const isBlank = stated === undefined || stated.startsWith('_:');
    const entity = this.#named(isBlank ? `_:${scope}${stated ?? `-${this.#blanks++}`}` : stated, isBlank ? undefined : stated);
    entity.top ||= top;
    for (const [iri, raw] of Object.entries(node)) {
      if (iri === '@type') {
        for (const type of raw as string[]) this.#addType(entity, type);
      } else if (iri === '@graph' || iri === '@included') {
        for (const inner of [raw].flat()) if (isObject(inner)) this.take(inner, scope, true);
      } else if (iri === '@reverse' && isObject(raw)) {
        for (const [property, subjects] of Object.entries(raw))
          for (const subject of [subjects].flat()) if (isObject(subject)) this.#add(this.take(subject, scope, false), property, [{ entity }]);
      } else if (!iri.startsWith('@')) this.#add(entity, iri, this.#valuesOf(raw, scope));
    }
    return entity;
  }

  #named(key: string, id: string | undefined): Entity {
    const known = this.#entities.get(key);
    if (known) return known;
    const entity: Entity = { id, types: [], properties: new Map(), foreign: new Set(), top: false };
    this.#entities.set(key, entity);
    this.#numbers.set(entity, this.#entities.size);
    return entity;
  }

  #isNew(entity: Entity, said: string): boolean {
    const seen = this.#seen.get(entity) ?? new Set();
    this.#seen.set(entity, seen);
    return !seen.has(said) && seen.add(said) !== undefined;
  }

  #addType(entity: Entity, iri: string): void {
    const type = localName(iri);
    if (type !== undefined && this.#isNew(entity, `@type ${type}`)) entity.types.push(type);
  }

  #add(entity: Entity, iri: string, values: Value[]): void {
    if (values.length === 0) return;
    const name = localName(iri);
    if (name === undefined) {
      entity.foreign.add(iri);
      return;
    }
    const known = entity.properties.get(name) ?? [];
    entity.properties.set(name, known);
    for (const value of values) {
      const said = 'text' in value ? `${name} ${value.language ?? ''} ${value.text}` : `${name} #${this.#numbers.get(value.entity)}`;
      if (this.#isNew(entity, said)) known.push(value);
    }
  }

  #valuesOf(raw: unknown, scope: string): Value[] {
    return [raw].flat().flatMap((item): Value[] => {
      if (!isObject(item)) return [];
      if ('@list' in item) return this.#valuesOf(item['@list'], scope);
      return '@value' in item ? textValue(item) : [{ entity: this.take(item, scope, false) }];
    });
  }
}

/** The reason without the library's own wording of where it happened. */
function problemOf(error: unknown): string {
  const { details } = error as { details?: { cause?: unknown; url?: string; code?: string } };
  if (details?.cause instanceof DomainError) return details.cause.message;
  if (error instanceof DomainError) return error.message;
  if (error instanceof RangeError) return 'is nested too deeply';
  return `is no valid JSON-LD: ${reasonOf(error)}`;
}

/**
 * The entities of JSON-LD documents that belong together (the scripts of a page), by address: nested ones too, each
 * once, with what every document says of it.
 *
 * @param base what relative addresses are resolved against
 * @returns the entities, or why the documents cannot be read
 */
export async function readEntities(documents: object[], base: string, loader: DocumentLoader): Promise<{ entities: Entity[] } | { reason: string }> {
  const options = { base, documentLoader: loader as Options.DocLoader['documentLoader'], expandContext: DEFAULT_CONTEXT } as Options.Expand;
  const entities = new Entities();
  try {
    for (const [place, document] of documents.entries()) {
      const expanded = (await jsonld.expand(document as JsonLdDocument, options)) as Node[];
      for (const node of expanded) {
        // A graph beside which nothing is said is only an envelope.
        const { '@graph': graph, ...own } = node;
        if (graph === undefined || Object.keys(own).some((key) => key !== '@id')) entities.take(node, `${place}`, true);
        else for (const inner of [graph].flat()) if (isObject(inner)) entities.take(inner, `${place}`, true);
      }
    }
  } catch (error) {
    return { reason: problemOf(error) };
  }
  return { entities: entities.all };
}
