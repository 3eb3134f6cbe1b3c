import { execFile } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase, type Db } from '../kernel/database.ts';
import { openBook, record, verifyLedger } from './index.ts';
import { openLedger } from './testing/ledger.ts';

let db: Db;
let url: string;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ db, url, close } = await openLedger());
});
afterAll(() => close());

const entry = (subject: string, detail: Record<string, unknown> = {}) => ({ at: new Date('2026-03-01T08:00:00Z'), actor: 'person:asker', action: 'decision', subject, detail });
const count = async () => (await sql<{ count: number }>`select count(*) as count from ledger.entry`.execute(db)).rows[0]!.count;

it('gives each entry its own place, in the order they were handed in', async () => {
  const book = openBook(db);
  const before = await count();
  const sequences = await Promise.all(Array.from({ length: 2_500 }, (_, i) => book.write(entry(`subject ${i}`))));
  expect(sequences).toEqual(sequences.map((_, i) => before + 1 + i));
  const { rows } = await sql<{ subject: string }>`select subject from ledger.entry where sequence = ${sequences[1_234]}`.execute(db);
  expect(rows).toEqual([{ subject: 'subject 1234' }]);
  expect(await verifyLedger(db)).toEqual({ entries: before + 2_500, intact: true });
  await book.close();
});

it('keeps whatever text a stranger puts into an entry, in a form that can be checked again', async () => {
  const book = openBook(db);
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), fc.jsonValue(), fc.constantFrom('\0', '\ud800', '\\u0000', '"', '\u2028'), async (text, value, odd) => {
      await Promise.all([
        book.write({ ...entry(odd + text), actor: `${text}${odd}` }),
        book.write(entry(text, { value, [`${text}${odd}`]: [odd, text], undefined })),
        db.transaction().execute((trx) => record(trx, entry(odd, { text, odd }))),
      ]);
    }),
    { numRuns: 40 },
  );
  expect(await verifyLedger(db)).toMatchObject({ intact: true });
  await book.close();
});

it('stays one intact chain under any interleaving of writers in several processes', async () => {
  const before = await count();
  const writers = ['one', 'two', 'three'].map((name) => promisify(execFile)(process.execPath, [new URL('testing/write-entries.ts', import.meta.url).pathname, url, name, '200']));
  const book = openBook(db);
  for (let turn = 0; turn < 60; turn++) {
    await Promise.all([book.write(entry(`turn ${turn}`)), turn % 3 === 0 ? db.transaction().execute((trx) => record(trx, entry(`deed ${turn}`))) : book.write(entry('other'))]);
  }
  await Promise.all(writers);
  await book.close();
  expect(await count()).toBe(before + 3 * 200 + 120);
  expect(await verifyLedger(db)).toEqual({ entries: before + 720, intact: true });
});

it('writes what waits before it closes, then refuses', async () => {
  const book = openBook(db);
  const written = [book.write(entry('last one')), book.write(entry('very last one'))];
  await book.close();
  expect((await Promise.all(written)).every((sequence) => sequence > 0)).toBe(true);
  await expect(book.write(entry('too late'))).rejects.toThrow(/closed/);
});

it('fails the entries whose connection was lost, and goes on with the next', async () => {
  const { db: other, close: closeOther } = openDatabase(url, { onError: () => {} });
  const book = openBook(other);
  const before = await count();
  // Somebody holds the end of the chain, so that the book's transaction waits and can be cut off.
  await db.transaction().execute(async (trx) => {
    await record(trx, entry('holds the chain'));
    const failing = Promise.allSettled([book.write(entry('lost')), book.write(entry('lost too'))]);
    for (let cut = 0; cut === 0; await wait(20)) {
      const { rows } =
        await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'advisory'`.execute(db);
      cut = rows.length;
    }
    for (const outcome of await failing) expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
  });
  expect(await book.write(entry('goes on'))).toBe(before + 2);
  expect(await verifyLedger(db)).toMatchObject({ entries: before + 2, intact: true });
  await book.close();
  await closeOther();
});

it('takes no entry without bounds', async () => {
  const book = openBook(db);
  await expect(book.write(entry('vast', { text: 'x'.repeat(300_000) }))).rejects.toMatchObject({ code: 'too-large' });
  // More than may wait in memory: the rest wait at the door, and all come in.
  const many = await Promise.all(Array.from({ length: 12_000 }, (_, i) => book.write(entry(`${i}`))));
  expect(new Set(many).size).toBe(12_000);
  await book.close();
});
