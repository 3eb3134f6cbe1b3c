import { sql } from 'kysely';
import { inRoom, type Db } from '../../kernel/database.ts';
import { conflict } from '../../kernel/errors.ts';
import { digestOf } from '../../kernel/identifiers.ts';
import type { PolicyFiles } from './policy.ts';

/** A set of the operator's policies that is, or was, in force. */
export interface PolicySet {
  /** Counted from 1; 0 before anything was adopted. */
  version: number;
  files: PolicyFiles;
  digest: string;
  at: Date;
  by: string;
  note?: string | undefined;
}

interface PolicySetRow extends Omit<PolicySet, 'note'> {
  note: string | null;
}
const tables = (db: Db) => inRoom<{ policy_set: PolicySetRow }>(db, 'access');

/** Any constant: it names the lock under which sets are adopted one after the other. */
const ADOPTING = 0x706f6c79;

export const digestOfFiles = (files: PolicyFiles): string => digestOf(Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))));

/** Before anything was adopted: no files of the operator's own. */
export const NOTHING_ADOPTED: PolicySet = { version: 0, files: {}, digest: digestOfFiles({}), at: new Date(0), by: 'node' };

const setOf = ({ note, ...row }: PolicySetRow): PolicySet => ({ ...row, ...(note === null ? {} : { note }) });

/** The set in force: the last one adopted. */
export async function currentSet(db: Db): Promise<PolicySet> {
  const row = await tables(db).selectFrom('policy_set').selectAll().orderBy('version', 'desc').limit(1).executeTakeFirst();
  return row ? setOf(row) : NOTHING_ADOPTED;
}

export async function readSet(db: Db, version: number): Promise<PolicySet | undefined> {
  if (version === 0) return NOTHING_ADOPTED;
  const row = await tables(db).selectFrom('policy_set').selectAll().where('version', '=', version).executeTakeFirst();
  return row && setOf(row);
}

/** Who adopted what when, newest first; without the texts. */
export async function setHistory(db: Db, limit = 100): Promise<Omit<PolicySet, 'files'>[]> {
  const rows = await tables(db).selectFrom('policy_set').select(['version', 'digest', 'at', 'by', 'note']).orderBy('version', 'desc').limit(limit).execute();
  return rows.map(({ note, ...row }) => ({ ...row, ...(note === null ? {} : { note }) }));
}

/**
 * Adds a set, in force from the commit on.
 * @param basedOn the version it was made from; where another was adopted meanwhile, this one is refused.
 */
export async function addSet(trx: Db, set: Omit<PolicySet, 'version' | 'digest'>, basedOn?: number): Promise<PolicySet> {
  await sql`select pg_advisory_xact_lock(${ADOPTING})`.execute(trx);
  const { version } = await currentSet(trx);
  if (basedOn !== undefined && basedOn !== version)
    throw conflict(`The policies were changed meanwhile: version ${version} is in force, and this change was made from version ${basedOn}. Look at the new one first.`);
  const row = { ...set, version: version + 1, digest: digestOfFiles(set.files), note: set.note ?? null };
  await tables(trx)
    .insertInto('policy_set')
    .values({ ...row, files: JSON.stringify(row.files) as unknown as PolicyFiles })
    .execute();
  return setOf(row);
}
