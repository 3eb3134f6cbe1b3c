import type { Kind } from '../../../catalogue/index.ts';
import { cataloguedIn, readCatalogued, servicesIn } from '../../dcat/read-graph.ts';
import type { Graph } from '../../rdf/graph.ts';
import type { ReadItem, ReadReport } from '../../source.ts';
import { statedIdentifier } from '../../stated-identifiers.ts';
import type { OaiRecord } from './parse-answer.ts';
import { readDublinCore } from './read-dublin-core.ts';
import { readOwnForm } from './read-own-form.ts';

/** Everything an OAI-PMH repository lists is one collection. */
export const COLLECTION = 'records';

const LONGEST_IDENTIFIER = 1_000;

/** A record of a list as the harvest takes it, under its OAI identifier. */
export function readRecord({ identifier, deleted, metadata }: OaiRecord, otherwise: Kind, notes: Pick<ReadReport, 'note'>): ReadItem {
  if (identifier === '' || identifier.length > LONGEST_IDENTIFIER) {
    const reason = identifier === '' ? 'is missing: a record without identifier cannot be told from others' : `is longer than ${LONGEST_IDENTIFIER} characters`;
    return { rejection: { record: identifier.slice(0, 200) || '(no identifier)', field: 'header.identifier', reason, collection: COLLECTION } };
  }
  if (deleted) return { gone: { key: identifier, collection: COLLECTION } };
  const rejected = (field: string, reason: string): ReadItem => ({ rejection: { record: identifier, field, reason, key: identifier, collection: COLLECTION } });
  if (!metadata) return rejected('metadata', 'is missing: the record is not deleted and has no metadata');
  if ('flaw' in metadata) return rejected('metadata', metadata.flaw);
  if ('graph' in metadata) return readGraph(identifier, metadata.graph, notes);
  if ('own' in metadata) {
    const read = readOwnForm(metadata.own, (field, reason) => notes.note(`${identifier}: ${field} ${reason}; it was left out`));
    return 'description' in read
      ? { record: { key: identifier, collection: COLLECTION, description: read.description } }
      : rejected(read.field ? `metadata.${read.field}` : 'metadata', read.reason);
  }
  const description = readDublinCore(metadata.dublinCore, otherwise);
  if (Object.keys(description.title).length === 0) return rejected('metadata.title', 'is missing');
  const own = statedIdentifier(identifier);
  return {
    record: { key: identifier, collection: COLLECTION, description: { ...description, identifiers: [...new Set([...(own ? [own] : []), ...(description.identifiers ?? [])])] } },
  };
}

/** What a record describes in DCAT: the first thing in it that DCAT catalogues. */
function readGraph(identifier: string, graph: Graph, notes: Pick<ReadReport, 'note'>): ReadItem {
  const [id] = cataloguedIn(graph);
  const read = id === undefined ? undefined : readCatalogued(graph, id, servicesIn(graph).get(id) ?? [], notes);
  if (read && 'record' in read) return { record: { ...read.record, key: identifier, collection: COLLECTION } };
  const { field, reason } =
    read && 'rejection' in read ? read.rejection : { field: '', reason: 'describes nothing that DCAT catalogues: no dataset, data service or other resource' };
  return { rejection: { record: identifier, field: field ? `metadata.${field}` : 'metadata', reason, key: identifier, collection: COLLECTION } };
}
