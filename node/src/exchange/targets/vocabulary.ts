import { publishTerms, termIds, withdrawTerms, type Term } from '../../vocabulary/index.ts';
import type { Source } from '../source.ts';
import type { Findable, Target } from './target.ts';

function termOf(item: Findable): Term {
  if ('term' in item) return item.term;
  throw new Error('A source of the vocabulary handed in a record');
}

/** Terms of the vocabulary that bears the source's name; they form one collection. */
export function vocabularyTarget(source: Source): Target {
  return {
    keyOf: (item) => termOf(item).id,
    collectionOf: () => 'terms',
    kindOf: (item) => termOf(item).branch,
    publish: async (trx, items, at) => ({ outcomes: await publishTerms(trx, source.id, items.map(termOf), { at }), links: { stated: 0, unresolved: 0 } }),
    withdraw: (trx, ids) => withdrawTerms(trx, source.id, ids),
    async *keys(db) {
      yield [...(await termIds(db, source.id))];
    },
    analyse: async () => undefined,
    count: async (db) => (await termIds(db, source.id)).size,
  };
}
