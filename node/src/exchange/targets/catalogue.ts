import { sql } from 'kysely';
import { analyseWhereGrown, fingerprintOf, noLongerIn, prepareRecords, publishRecords, recordKeys, withdrawRecords } from '../../catalogue/index.ts';
import type { SourceRecord } from '../../catalogue/index.ts';
import type { Vocabulary } from '../../vocabulary/index.ts';
import type { Source } from '../source.ts';
import type { Findable, Target } from './target.ts';

function recordOf(item: Findable): SourceRecord {
  if ('record' in item) return item.record;
  throw new Error('A source of the catalogue handed in a term');
}

/** Resources: published, withdrawn and counted under the source's name. */
export function catalogueTarget(source: Pick<Source, 'id' | 'title'>, vocabulary: () => Vocabulary, rankOf?: (source: string) => number): Target {
  const context = (at: Date) => ({ vocabulary: vocabulary(), at, by: `harvest:${source.id}`, rankOf });
  return {
    keyOf: (item) => recordOf(item).key,
    collectionOf: (item) => recordOf(item).collection,
    kindOf: (item) => recordOf(item).description.kind,
    fingerprint(item) {
      const { digest, length } = fingerprintOf(recordOf(item));
      return { digest: `${recordOf(item).key} ${digest}`, length };
    },
    prepare: (db, items) => prepareRecords(db, source.id, items.map(recordOf), vocabulary()),
    publish: (trx, items, at) => publishRecords(trx, source.id, items.map(recordOf), context(at)),
    withdraw: (trx, keys, at) => withdrawRecords(trx, source.id, keys, { ...context(at), reason: noLongerIn(source.title, at) }),
    keys: (db, collection) => recordKeys(db, source.id, collection),
    async count(db, collection) {
      const within = collection === undefined ? sql`true` : sql`collection = ${collection}`;
      const { rows } = await sql<{ count: number }>`select count(*) as count from catalogue.record where source = ${source.id} and not withdrawn and ${within}`.execute(db);
      return rows[0]!.count;
    },
    analyse: analyseWhereGrown,
  };
}
