import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Db } from '../kernel/database.ts';
import { record, verifyLedger } from './index.ts';
import { openLedger } from './testing/ledger.ts';

let db: Db;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ db, close } = await openLedger());
});
afterAll(() => close());

const write = (subject: string) =>
  db.transaction().execute((trx) =>
    record(trx, {
      at: new Date('2026-01-01T00:00:00.123Z'),
      actor: 'operator:test',
      action: 'resource.amend',
      subject,
      detail: { fields: ['title'], note: undefined, 中文: '说明' },
    }),
  );
const tamper = async (statement: string) => {
  await sql`alter table ledger.entry disable trigger user`.execute(db);
  await sql.raw(statement).execute(db);
  await sql`alter table ledger.entry enable trigger user`.execute(db);
};

it('is one chain, however many write at once', async () => {
  await Promise.all(Array.from({ length: 20 }, (_, i) => write(`subject-${i}`)));
  expect(await verifyLedger(db, 7)).toEqual({ entries: 20, intact: true });
});

it('refuses to change or remove an entry', async () => {
  await expect(sql`update ledger.entry set actor = 'other'`.execute(db)).rejects.toThrow(/append-only/);
  await expect(sql`delete from ledger.entry`.execute(db)).rejects.toThrow(/append-only/);
  await expect(sql`delete from ledger.entry where sequence < 4`.execute(db)).rejects.toThrow(/append-only/);
  await expect(sql`truncate ledger.entry`.execute(db)).rejects.toThrow(/append-only/);
  expect(await verifyLedger(db)).toEqual({ entries: 20, intact: true });
});

it('finds an entry that was changed, or is gone, by one who could', async () => {
  await tamper(`update ledger.entry set actor = 'somebody else' where sequence = 5`);
  expect(await verifyLedger(db)).toMatchObject({ intact: false, broken: { sequence: 5, reason: expect.stringContaining('changed') } });
  await tamper(`update ledger.entry set actor = 'operator:test' where sequence = 5`);
  expect(await verifyLedger(db)).toMatchObject({ intact: true });
  await tamper('delete from ledger.entry where sequence = 9');
  expect(await verifyLedger(db)).toMatchObject({ intact: false, broken: { sequence: 10, reason: expect.stringContaining('9 is missing') } });
  await tamper('delete from ledger.entry where sequence < 15');
  expect(await verifyLedger(db)).toMatchObject({ intact: false, broken: { sequence: 15, reason: expect.stringContaining('no seal') } });
});
