import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { openDatabase, type Db } from '../../kernel/database.ts';
import { migrate } from '../../kernel/migrate.ts';
import { freshDatabase } from '../../kernel/testing/database.ts';
import { ledgerMigrations } from '../../ledger/index.ts';
import { identityMigrations } from '../../identity/index.ts';
import { accessMigrations } from '../migrations.ts';
import { addRedLines, endRedLine, NewRedLine, redLinesOf, type NewRedLineInput } from '../red-lines/index.ts';
import { certificatesOf, nextCertificate, revokeCertificate, writeCertificate, writeCheckReport } from '../certificates/index.ts';
import { currentTerms, OPEN_TERMS, Terms, termsHistory, termsOf, writeTerms } from './index.ts';

describe('what stewards write is kept', () => {
  let db: Db;
  let stop: () => Promise<void>;
  let listener: pg.Client;
  const heard: string[] = [];
  const at = new Date('2026-05-01T00:00:00Z');

  beforeAll(async () => {
    const database = await freshDatabase();
    const opened = openDatabase(database.url);
    db = opened.db;
    await migrate(db, [ledgerMigrations, identityMigrations, accessMigrations]);
    listener = new pg.Client({ connectionString: database.url });
    await listener.connect();
    listener.on('notification', ({ payload }) => heard.push(payload ?? ''));
    await listener.query('listen answers_changed');
    stop = async () => {
      await listener.end();
      await opened.close();
      await database.drop();
    };
  });
  afterAll(() => stop());

  /** What was announced since the last time; a statement on the listening connection comes after every announcement before it. */
  const announced = async () => {
    await listener.query('select 1');
    return heard.splice(0);
  };

  it('terms: every version stays, the last is in force, what nobody wrote is open', async () => {
    expect((await termsOf(db, ['r1', 'r2'])).get('r2')).toEqual(OPEN_TERMS);
    expect(await currentTerms(db, 'r1')).toBeUndefined();
    const first = Terms.parse({ conditions: [{ term: 'GRU' }], country: 'CN' });
    const second = Terms.parse({ conditions: [{ term: 'DS', values: ['MONDO:0005148'] }], embargoUntil: '2027-01-01' });
    expect(await db.transaction().execute((trx) => writeTerms(trx, 'r1', first, { at, by: 'person:steward' }))).toBe(1);
    expect(await db.transaction().execute((trx) => writeTerms(trx, 'r1', second, { at, by: 'person:other', note: 'narrowed' }))).toBe(2);
    expect((await termsOf(db, ['r1'])).get('r1')).toEqual(second);
    expect((await termsHistory(db, 'r1')).map(({ version, terms, by, note }) => [version, terms, by, note])).toEqual([
      [2, second, 'person:other', 'narrowed'],
      [1, first, 'person:steward', undefined],
    ]);
    expect(await announced()).toContain('access.terms');
    for (const deed of ["update access.terms_version set by = 'nobody'", 'delete from access.terms_version', 'truncate access.terms_version'])
      await expect(listener.query(deed), deed).rejects.toThrow(/neither changed nor deleted/);
  });

  it('terms written by several at once each become a version', async () => {
    const terms = Terms.parse({ conditions: [{ term: 'GRU' }] });
    const versions = await Promise.all([1, 2, 3, 4].map(() => db.transaction().execute((trx) => writeTerms(trx, 'busy', terms, { at, by: 'person:steward' }))));
    expect(versions.toSorted()).toEqual([1, 2, 3, 4]);
  });

  it('red lines are entered, ended once with a reason, and never removed or overwritten', async () => {
    const line = (id: string, more: Partial<NewRedLineInput> = {}) =>
      NewRedLine.parse({
        id,
        title: { en: 'Stays in the country', zh: '不得出境' },
        dataCategory: 'human-genetic-resources',
        forbids: 'leaving-country',
        country: 'CN',
        source: { title: 'A rule', date: '2019-07-01' },
        from: '2019-07-01',
        ...more,
      });
    const by = { at, by: 'operator:local' };
    const add = (...lines: NewRedLine[]) => db.transaction().execute((trx) => addRedLines(trx, lines, by));
    await add(line('stays'), line('shared', { forbids: 'sharing', until: '2026-04-01' }));
    expect(await announced()).toContain('access.red_line');
    await expect(add(line('stays'))).rejects.toThrow(/already/);
    await expect(add(line('twice'), line('twice'))).rejects.toThrow(/already/);
    const end = (id: string, until: string) => db.transaction().execute((trx) => endRedLine(trx, id, { until: new Date(until), reason: 'The rule was repealed' }, by));
    await expect(end('stays', '2026-04-30')).rejects.toThrow(/now or later/);
    await expect(end('shared', '2027-01-01')).rejects.toThrow(/run out/);
    await expect(end('nothing', '2027-01-01')).rejects.toThrow(/no red line/);
    await end('stays', '2026-06-01');
    await expect(end('stays', '2030-01-01')).rejects.toThrow(/was ended/);
    const [shared, stays] = await redLinesOf(db);
    expect(shared).toMatchObject({ id: 'shared', until: new Date('2026-04-01'), ended: undefined });
    expect(stays).toMatchObject({ id: 'stays', until: new Date('2026-06-01'), ended: { reason: 'The rule was repealed', by: 'operator:local' } });
    await expect(listener.query('delete from access.red_line')).rejects.toThrow(/neither changed nor deleted/);
    await expect(listener.query("update access.red_line set forbids = 'export' where id = 'shared'")).rejects.toThrow(/ended once/);
    await expect(listener.query("update access.red_line set until = null, ended_at = null where id = 'stays'")).rejects.toThrow(/ended once/);
  });

  it('the newest certificate counts; it is revoked once and not changed otherwise', async () => {
    const report = await writeCheckReport(db, { resource: 'r1', revision: 3, digest: 'd', at, by: 'person:steward', checks: [] });
    const write = async (expires: string) => {
      const id = await nextCertificate(db);
      await writeCertificate(db, { id, resource: 'r1', revision: 3, digest: 'd', report, checks: [], at, by: 'person:steward', expires: new Date(expires), signature: 'a.b.c' });
      return id;
    };
    await write('2026-06-01');
    const newest = await write('2027-05-01');
    expect(await announced()).toContain('access.certificate');
    expect((await certificatesOf(db, ['r1', 'r2'])).get('r1')).toMatchObject({ id: newest, expires: new Date('2027-05-01'), revoked: undefined });
    const revoke = () => revokeCertificate(db, newest, { at, by: 'person:steward', reason: 'A file was exchanged' });
    expect([await revoke(), await revoke()]).toEqual([true, false]);
    expect((await certificatesOf(db, ['r1'])).get('r1')?.revoked?.reason).toBe('A file was exchanged');
    await expect(listener.query("update access.certificate set expires = now() + interval '9 years'")).rejects.toThrow(/revoked once/);
    await expect(listener.query('delete from access.certificate')).rejects.toThrow(/neither changed nor deleted/);
  });
});
