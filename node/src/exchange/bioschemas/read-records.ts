import type { SourceRecord } from '../../catalogue/index.ts';
import type { ReadItem, ReadReport } from '../source.ts';
import { isAddress } from '../text.ts';
import { parseDocument, readEntities, type Entity } from './read-entities.ts';
import type { DocumentLoader } from './read-contexts.ts';
import { descriptionOf } from './read-description.ts';
import { isCourseInstance, kindOf } from './read-kinds.ts';
import { targetOf } from './read-links.ts';
import { addressesOf, entitiesOf, firstWord } from './read-values.ts';

export const COLLECTION = 'descriptions';

/** Properties by which one thing carries others that are resources of their own. */
const CARRIES = ['mainEntity', 'dataset', 'hasPart', 'itemListElement', 'item', 'subjectOf', 'workExample'];

/** Where documents stand: their address or path, which is also the key of what has no name of its own. */
export interface Standing {
  /** What relative addresses are resolved against. */
  base: string;
  /** Names it in reports and keys. */
  name: string;
  loader: DocumentLoader;
  report: Pick<ReadReport, 'note'>;
}

/** Entities that stand by themselves, and what they carry, in that order; each once, whatever circles there are. */
function described(entities: Entity[]): Entity[] {
  const reached = new Set(entities.filter((entity) => entity.top));
  for (const entity of reached) for (const part of entitiesOf(entity, ...CARRIES)) reached.add(part);
  return [...reached];
}

/** Whether an entity is only named here and described elsewhere. */
const isReference = (entity: Entity): boolean => [...entity.properties.keys()].every((property) => property === 'url' || property === 'identifier' || property === 'conformsTo');

/** Parts say what they are part of, for only they can: by the address or identifier of the whole. */
function partOf(record: SourceRecord, whole: Entity, links: Map<Entity, SourceRecord>): void {
  const target = targetOf({ entity: whole }) ?? links.get(whole)?.description.identifiers?.[0] ?? links.get(whole)?.key;
  const known = record.description.links ?? [];
  if (!target || known.some((link) => link.predicate === 'is-part-of' && link.target === target)) return;
  record.description.links = [...known, { predicate: 'is-part-of', target }];
}

/**
 * The records of JSON-LD documents that stand together in one place. Only what is described at its own level or
 * carried by such a thing (the datasets of a catalogue) is a record; what is merely named in passing is a link.
 */
export async function* readRecords(texts: string[], { base, name, loader, report }: Standing): AsyncGenerator<ReadItem> {
  const rejection = (reason: string): ReadItem => ({ rejection: { record: name, field: '', reason, collection: COLLECTION } });
  const documents: object[] = [];
  for (const text of texts) {
    const parsed = parseDocument(text);
    if ('reason' in parsed) yield rejection(`its JSON-LD ${parsed.reason}`);
    else documents.push(parsed.document);
  }
  const read = await readEntities(documents, base, loader);
  if ('reason' in read) {
    yield rejection(`its JSON-LD ${read.reason}`);
    return;
  }
  const candidates = described(read.entities);
  const wholes = new Set(candidates.flatMap((entity) => entitiesOf(entity, 'hasCourseInstance')));
  const keys = new Map<string, number>();
  const records = new Map<Entity, SourceRecord>();
  for (const entity of candidates) {
    const kind = kindOf(entity);
    if (!kind || (isCourseInstance(entity) && wholes.has(entity))) continue;
    if (isReference(entity) && !(entity.top && candidates.length === 1)) continue;
    const key = uniqueKey(entity, records.size === 0 ? name : undefined, name, keys);
    const description = descriptionOf(entity, kind, { page: base, note: report.note });
    if (description) records.set(entity, { key, collection: COLLECTION, description });
    else if (entity.top) yield { rejection: { record: key, field: 'name', reason: 'is missing', key, collection: COLLECTION } };
  }
  for (const [entity, record] of records) {
    for (const part of entitiesOf(entity, 'hasPart', 'dataset')) {
      const of = records.get(part);
      if (of && of !== record && record.description.kind !== 'workflow') partOf(of, entity, records);
    }
  }
  for (const record of records.values()) yield { record };
}

/** The entity's own address; else that of its page if it is the first there, else its `url`, else a place on the page. */
function uniqueKey(entity: Entity, first: string | undefined, page: string, keys: Map<string, number>): string {
  const own = entity.id && isAddress(entity.id) ? entity.id : undefined;
  const relative = entity.id && !own ? `${page}#${entity.id.replace(/^.*#/, '')}` : undefined;
  const wanted = own ?? first ?? relative ?? addressesOf(entity, 'url')[0] ?? `${page}#${firstWord(entity, 'name') ?? 'unnamed'}`;
  const number = (keys.get(wanted) ?? 0) + 1;
  keys.set(wanted, number);
  return number === 1 ? wanted : `${wanted}#${number}`;
}
