import { CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';

/**
 * The node's database as it is passed about. Each room narrows it to its own schema and tables with `inRoom`; a
 * transaction is passed the same way.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- each room types its own tables
export type Db = Kysely<any>;

/** The room's own tables: its PostgreSQL schema, typed. Nobody else writes there. */
export const inRoom = <Tables>(db: Db, schema: string): Kysely<Tables> => db.withSchema(schema) as unknown as Kysely<Tables>;

/** Does all of it or nothing: in the transaction at hand, else in one of its own. */
export const inTransaction = <T>(db: Db, work: (trx: Db) => Promise<T>): Promise<T> => (db.isTransaction ? work(db) : db.transaction().execute(work));

const INT8 = 20;
const TIMESTAMPTZ = 1184;
/** Counts and sequences stay far below 2^53, so int8 is read as a number; instants as Date. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : oid === TIMESTAMPTZ ? (text: string) => new Date(text) : pg.types.getTypeParser(oid, format as 'text')) as pg.CustomTypesConfig['getTypeParser'],
};

const pools = new WeakMap<Db, pg.Pool>();

export interface OpenDatabase {
  db: Db;
  pool: pg.Pool;
  close(): Promise<void>;
}

/**
 * Opens a pool of connections on a PostgreSQL address.
 * A connection that breaks is reported and replaced; without a handler it would end the process.
 */
export function openDatabase(url: string, options: { max?: number; onError?: (error: Error) => void } = {}): OpenDatabase {
  const pool = new pg.Pool({ connectionString: url, max: options.max ?? 10, types, application_name: 'biotope' });
  let closing = false;
  const report = (error: Error) => void (!closing && options.onError?.(error));
  pool.on('error', report);
  // The pool listens to idle connections only; one that breaks between two statements of a transaction must not end the process.
  pool.on('connect', (client) => client.on('error', report));
  const db: Db = new Kysely({ dialect: new PostgresDialect({ pool }) });
  pools.set(db, pool);
  const close = () => {
    closing = true;
    return db.destroy();
  };
  return { db, pool, close };
}

/** Runs one statement written by hand, for what the query builder has no words for. */
export const run = (db: Db, statement: string, parameters: unknown[] = []) => db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(statement, parameters));

/**
 * Reads with a statement that each connection plans once and keeps under its name, for what is read so often that
 * planning would cost as much as reading. Within a transaction it is a statement like any other.
 */
export const readPrepared = async (db: Db, name: string, text: string, values: unknown[]): Promise<Record<string, unknown>[]> => {
  const pool = pools.get(db);
  return pool ? (await pool.query<Record<string, unknown>>({ name, text, values })).rows : (await run(db, text, values)).rows;
};
