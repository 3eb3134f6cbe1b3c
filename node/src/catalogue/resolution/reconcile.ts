import type { Db } from '../../kernel/database.ts';
import { applyChanges } from '../apply-changes.ts';
import type { PublishContext } from '../publish-records.ts';
import { resolveRecords, type Move } from './resolve-records.ts';

/**
 * Looks again at who speaks of these resources, after records or verdicts changed, and moves what belongs elsewhere.
 * Within the caller's transaction and under the catalogue's lock.
 */
export async function reconcile(trx: Db, resources: string[], context: PublishContext): Promise<Move[]> {
  if (resources.length === 0) return [];
  const { moves } = await resolveRecords(trx, [], resources, context.vocabulary.prefixes);
  if (moves.length > 0) await applyChanges(trx, { records: [], moves }, context);
  return moves;
}
