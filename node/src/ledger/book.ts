import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db } from '../kernel/database.ts';
import { DomainError, unavailable } from '../kernel/errors.ts';
import { asKept, chained, type Entry, type EntryRow } from './entry.ts';
import { endOfChain } from './ledger.ts';

/** Entries written in one transaction. */
const MOST_AT_ONCE = 1_000;
/** Entries that wait in memory; beyond, whoever writes waits first. */
const MOST_WAITING = 10_000;
/** Bytes of an entry's detail as JSON. */
const LARGEST_DETAIL = 256 * 1024;
/** How long a transaction of another writer may keep the end of the chain before what waits is given up. */
const PATIENCE = '20s';

/** Writes many entries at once: each costs a part of a transaction. */
export interface Book {
  /**
   * Comes back with the entry's sequence once it is durable. Fails where the database can't be reached; an entry whose
   * connection was lost at the very commit may then stand in the book all the same.
   * Never await it inside a transaction that has called `record`: each would wait for the other.
   */
  write(entry: Entry): Promise<number>;
  /** Writes what waits, then refuses more. */
  close(): Promise<void>;
}

interface Waiting {
  entry: Entry;
  written(sequence: number): void;
  failed(error: unknown): void;
}

/** Opens the book for entries that have no transaction of their own, such as decisions. */
export function openBook(db: Db): Book {
  const waiting: Waiting[] = [];
  const atTheDoor: (() => void)[] = [];
  let writing: Promise<void> | undefined;
  let closed = false;

  const writeAll = async () => {
    // What is asked for in the same turn of the event loop goes together.
    await nextTurn();
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MOST_AT_ONCE);
      for (const enter of atTheDoor.splice(0, batch.length)) enter();
      try {
        const rows = await writeTogether(
          db,
          batch.map(({ entry }) => entry),
        );
        for (const [place, { written }] of batch.entries()) written((rows[place] as EntryRow).sequence);
      } catch (error) {
        const failure = unavailable('The ledger could not be written, so nothing was done. Try again shortly.', error);
        for (const { failed } of batch) failed(failure);
      }
    }
    writing = undefined;
  };

  return {
    async write(given) {
      if (closed) throw unavailable('The ledger is closed.');
      const entry = asKept(given);
      const size = Buffer.byteLength(JSON.stringify(entry.detail));
      if (size > LARGEST_DETAIL) throw new DomainError('too-large', `An entry of the ledger may hold ${LARGEST_DETAIL} bytes; this one ("${entry.action}") has ${size}.`);
      while (waiting.length >= MOST_WAITING) await new Promise<void>((enter) => atTheDoor.push(enter));
      return new Promise((written, failed) => {
        waiting.push({ entry, written, failed });
        writing ??= writeAll();
      });
    },
    async close() {
      closed = true;
      while (writing) await writing;
    },
  };
}

const writeTogether = (db: Db, entries: Entry[]): Promise<EntryRow[]> =>
  db.transaction().execute(async (trx) => {
    await sql`select set_config('lock_timeout', ${PATIENCE}, true)`.execute(trx);
    const rows = chained(await endOfChain(trx), entries);
    await sql`
      insert into ledger.entry (sequence, at, actor, action, subject, detail, previous, digest)
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as row (sequence bigint, at timestamptz, actor text, action text, subject text, detail jsonb, previous text, digest text)
    `.execute(trx);
    return rows;
  });
