import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, run, type Db } from '../../kernel/database.ts';
import { migrate } from '../../kernel/migrate.ts';
import { freshDatabase } from '../../kernel/testing/database.ts';
import { statementsDuring } from '../../kernel/testing/statements.ts';
import { ledgerMigrations } from '../../ledger/index.ts';
import { vocabularyMigrations } from '../../vocabulary/index.ts';
import { identityMigrations } from '../migrations.ts';
import { createPerson } from '../people/manage-people.ts';
import { checkPassword, createAccount } from './accounts.ts';
import { sharedSecretSeal } from './one-time-code.ts';
import { countUnknown, forgetOldest } from './unknown-login-store.ts';

const PASSWORD = 'quiet otters count slowly';
const START = new Date('2027-03-01T09:00:00Z');
const seal = sharedSecretSeal('the key of a folder');

let db: Db;
let close: () => Promise<unknown>;
beforeAll(async () => {
  const database = await freshDatabase();
  const opened = openDatabase(database.url, { max: 4 });
  db = opened.db;
  close = () => opened.close().then(() => database.drop());
  await migrate(db, [ledgerMigrations, vocabularyMigrations, identityMigrations]);
  const by = { db, by: 'operator:local', at: START };
  const { id } = await createPerson(by, { name: 'Somebody' });
  await checkPassword({ db, seal, at: START }, { login: 'somebody', password: await createAccount(by, { login: 'somebody', person: id }), newPassword: PASSWORD });
});
afterAll(() => close?.());

/** What a wrong password is answered with, whole. */
async function told(login: string, at: Date): Promise<unknown> {
  try {
    return await checkPassword({ db, seal, at }, { login, password: 'wrong password' });
  } catch (error) {
    const { code, message, flaws } = error as { code: string; message: string; flaws: unknown };
    return { code, message, flaws };
  }
}

describe('a login name that nobody has', () => {
  it('is answered as one that somebody has, attempt by attempt, waits included', async () => {
    let at = START.getTime();
    const reasons: string[] = [];
    // Past the free attempts and some waits, once too early and once in time each.
    for (const step of [0, 0, 0, 0, 0, 1, 31, 1, 61, 1, 121, 200, 241, 241, 900, 901]) {
      at += step * 1_000;
      const [somebody, nobody] = [await told('somebody', new Date(at)), await told('nobody', new Date(at))];
      expect(nobody).toEqual(somebody);
      reasons.push((nobody as { flaws: { reason: string }[] }).flaws[0]?.reason ?? '');
    }
    expect(reasons).toEqual(expect.arrayContaining(['wrong', 'wait']));
    expect(reasons.slice(0, 6)).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'wrong', 'wait']);
  });

  it('makes the same statements, in the same order', async () => {
    const at = new Date(START.getTime() + 86_400_000);
    const statements = async (login: string) => {
      const sent = await statementsDuring(() => checkPassword({ db, seal, at }, { login, password: 'wrong password' }).catch(() => undefined));
      return sent.map(({ text }) =>
        text
          .trim()
          .split(/\s/, 1)[0]
          ?.replace(/^(insert|update)$/, 'write'),
      );
    };
    const [somebody, nobody] = [await statements('somebody'), await statements('nobody')];
    expect(somebody.length).toBeGreaterThan(4);
    expect(nobody).toEqual(somebody);
  });

  it('stands in the ledger, but not by the name that was typed, which may have been a password', async () => {
    await told('correct-horse-battery', START);
    const { rows } = await run(db, `select detail, subject from ledger.entry where action = 'sign-in.refused' order by sequence desc limit 1`);
    expect(rows[0]).toMatchObject({ subject: 'login:unknown', detail: { reason: 'unknown login', failures: 1 } });
    const kept = await run(db, `select (select string_agg(e::text, '') from ledger.entry e) || (select string_agg(u::text, '') from identity.unknown_login u) as text`);
    expect(kept.rows[0]?.['text']).not.toContain('correct-horse');
  });

  it('is forgotten where too many are remembered, the one tried longest ago first', async () => {
    for (const [name, seconds] of [
      ['first', 1],
      ['second', 2],
      ['third', 3],
      ['first', 4],
    ] as const)
      // prettier-ignore
      await countUnknown(db, name, new Date(START.getTime() + 1e9 + seconds * 1_000));
    await forgetOldest(db, 2);
    const counted = async (name: string) => countUnknown(db, name, START);
    expect([await counted('second'), await counted('first'), await counted('third')]).toEqual([1, 3, 2]);
  });
});
