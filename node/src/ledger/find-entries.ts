import { sql } from 'kysely';
import type { Db } from '../kernel/database.ts';
import { inLedger, type EntryRow } from './entry.ts';

export interface EntryQuery {
  /** Whole, or with a final `*` what begins so. */
  actor?: string | undefined;
  action?: string | undefined;
  subject?: string | undefined;
  /** Written at or after. */
  from?: Date | undefined;
  /** Written before. */
  until?: Date | undefined;
  /** Older than this entry. */
  before?: number | undefined;
  limit: number;
}

/** Entries, newest first. */
export async function findEntries(db: Db, { actor, action, subject, from, until, before, limit }: EntryQuery): Promise<EntryRow[]> {
  let query = inLedger(db).selectFrom('entry').selectAll().orderBy('sequence', 'desc').limit(limit);
  for (const [column, wanted] of Object.entries({ actor, action, subject }) as ['actor' | 'action' | 'subject', string | undefined][]) {
    if (wanted === undefined || wanted === '') continue;
    query = wanted.endsWith('*') ? query.where(sql<boolean>`starts_with(${sql.ref(column)}, ${wanted.slice(0, -1)})`) : query.where(column, '=', wanted);
  }
  if (from) query = query.where('at', '>=', from);
  if (until) query = query.where('at', '<', until);
  if (before) query = query.where('sequence', '<', before);
  return query.execute();
}
