import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Db } from '../kernel/database.ts';
import { exportLedger, openBook, retentionEnd, sealable, sealLedger, verifyExported, verifyLedger } from './index.ts';
import { openLedger } from './testing/ledger.ts';

let db: Db;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ db, close } = await openLedger());
  const book = openBook(db);
  for (const year of [2019, 2020, 2021, 2024, 2025])
    await Promise.all(
      Array.from({ length: 10 }, (_, i) => book.write({ at: new Date(Date.UTC(year, i, 1)), actor: 'person:asker', action: 'decision', subject: `${year}-${i}`, detail: {} })),
    );
  await book.close();
});
afterAll(() => close());

const now = new Date('2026-06-01T00:00:00Z');
const before = retentionEnd(now, 5);
const file = createHash('sha256').update('the exported file').digest('hex');
const exported = async (after = 0) => (await text(exportLedger(db, { after }))).trimEnd().split('\n');
const seal = async (last: number, more: object = {}) => {
  const { rows } = await sql<{ digest: string }>`select digest from ledger.entry where sequence = ${last}`.execute(db);
  return sealLedger(db, { last, digest: rows[0]?.digest ?? '', file, by: 'operator:test', at: now, before, ...more });
};

let oldest: string[];
it('is exported as lines that anybody can check', async () => {
  oldest = await exported();
  expect(oldest).toHaveLength(50);
  expect(await verifyExported(oldest)).toMatchObject({ first: 1, last: 50, previous: '0'.repeat(64), intact: true, from: new Date('2019-01-01'), until: new Date('2025-10-01') });
  expect(await verifyExported(oldest.with(6, oldest[6]!.replace('person:asker', 'person:other')))).toMatchObject({
    intact: false,
    broken: { sequence: 7, reason: expect.stringContaining('changed') },
  });
  expect(await verifyExported(oldest.toSpliced(6, 1))).toMatchObject({ intact: false, broken: { sequence: 8, reason: expect.stringContaining('7 is missing') } });
  expect(await verifyExported(oldest.with(3, '{"sequence":'))).toMatchObject({ intact: false, broken: { sequence: 4, reason: expect.stringContaining('no entry') } });
  expect(await verifyExported([])).toBeUndefined();
});

it('refuses to seal without a rule, what is young, and what is of another book', async () => {
  // By 2026-06-01 less five years: all of 2019 and 2020, and 2021 up to May.
  expect(await sealable(db, before)).toMatchObject({ first: 1, last: 25 });
  await expect(seal(25, { before: undefined })).rejects.toThrow(/no retention rule/);
  await expect(seal(26)).rejects.toThrow(/Entry 26 was written after 2021-06-01/);
  await expect(seal(25, { digest: 'f'.repeat(64) })).rejects.toThrow(/not of this book/);
  expect(await verifyLedger(db)).toEqual({ entries: 50, intact: true });
});

it('a seal stands for the entries it replaces, and the chain is checked across it', async () => {
  expect(await seal(20)).toMatchObject({ seal: { first: 1, last: 20, entries: 20, from: '2019-01-01T00:00:00.000Z', until: '2020-10-01T00:00:00.000Z', file }, entry: 51 });
  expect(await verifyLedger(db, 7)).toEqual({ entries: 51, sealed: 20, intact: true });
  await expect(seal(20)).rejects.toMatchObject({ code: 'conflict' });

  expect(await seal(25)).toMatchObject({ seal: { first: 21, last: 25, entries: 5 }, entry: 52 });
  expect(await verifyLedger(db)).toEqual({ entries: 52, sealed: 25, intact: true });
  // The files and the book follow one another.
  const rest = await exported();
  const [first, second] = [await verifyExported(oldest.slice(0, 25)), await verifyExported(rest)];
  expect(second).toMatchObject({ first: 26, last: 52, intact: true, previous: first?.digest });
});

it('lets nothing go that no seal speaks of, and shows a seal that is false', async () => {
  await expect(sql`delete from ledger.entry where sequence <= 30`.execute(db)).rejects.toThrow(/append-only/);
  await sql`alter table ledger.entry disable trigger user`.execute(db);
  await sql`delete from ledger.entry where sequence <= 30`.execute(db);
  expect(await verifyLedger(db)).toMatchObject({ intact: false, broken: { sequence: 31, reason: expect.stringContaining('1 to 30') } });
  await sql`delete from ledger.entry where sequence <= 45`.execute(db);
  await sql`update ledger.entry set detail = jsonb_set(detail, '{last}', '45') where sequence = 52`.execute(db);
  expect(await verifyLedger(db)).toMatchObject({ intact: false, broken: { sequence: 46, reason: expect.stringContaining('does not follow') } });
});
