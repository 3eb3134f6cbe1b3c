import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, run, type Db } from '../../kernel/database.ts';
import { migrate } from '../../kernel/migrate.ts';
import { freshDatabase } from '../../kernel/testing/database.ts';
import { ledgerMigrations } from '../../ledger/index.ts';
import { vocabularyMigrations } from '../../vocabulary/index.ts';
import { identityMigrations } from '../migrations.ts';
import { createPerson } from '../people/manage-people.ts';
import { accountOf, changeOwnPassword, checkPassword, createAccount, demandOwnPassword, resetAccount, type ShownAtSignIn } from './accounts.ts';
import { sharedSecretSeal } from './one-time-code.ts';
import { beginSecondFactor, confirmSecondFactor, removeSecondFactor, secondFactorOf } from './second-factor.ts';

const PASSWORD = 'quiet otters count slowly';
const START = new Date('2027-03-01T09:00:00Z');
const PERIOD = 30_000;
const seal = sharedSecretSeal('the key of a folder');

let db: Db;
let close: () => Promise<unknown>;
beforeAll(async () => {
  const database = await freshDatabase();
  const opened = openDatabase(database.url, { max: 8 });
  db = opened.db;
  close = () => opened.close().then(() => database.drop());
  await migrate(db, [ledgerMigrations, vocabularyMigrations, identityMigrations]);
});
afterAll(() => close?.());

const later = (periods: number) => new Date(START.getTime() + periods * PERIOD);
const codeAt = (secret: string, at: Date) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });
/** What came of it, in a word; a refusal by its reason. */
async function signIn(login: string, shown: Partial<ShownAtSignIn> = {}, at = START, opens = seal): Promise<string> {
  try {
    const checked = await checkPassword({ db, seal: opens, at }, { login, password: PASSWORD, ...shown });
    return 'person' in checked ? (checked.byCode ? 'in by code' : 'in') : Object.keys(checked).join();
  } catch (error) {
    return (error as { flaws: { reason: string }[] }).flaws[0]?.reason ?? String(error);
  }
}
/** A person with an account whose password is theirs. */
async function owner(login: string): Promise<string> {
  const by = { db, by: 'operator:local', at: START };
  const { id } = await createPerson(by, { name: `Person ${login}` });
  const secret = await createAccount(by, { login, person: id });
  await checkPassword({ db, seal, at: START }, { login, password: secret, newPassword: PASSWORD });
  return id;
}
/** The same, with a second factor confirmed in the period before the start. */
async function guarded(login: string) {
  const person = await owner(login);
  const { secret } = await beginSecondFactor(db, { login, issuer: 'A node', seal, at: START });
  const recoveryCodes = await confirmSecondFactor(db, { login, person }, codeAt(secret, later(-1)), { seal, at: START });
  return { person, secret, recoveryCodes, code: (periods: number) => codeAt(secret, later(periods)) };
}
const failures = async (login: string) => (await run(db, 'select failures from identity.account where login = $1', [login])).rows[0]?.['failures'];

describe('a second factor', () => {
  it('asks for nothing before its first code was shown', async () => {
    const person = await owner('begins');
    const { secret } = await beginSecondFactor(db, { login: 'begins', issuer: 'A node', seal, at: START });
    expect(await signIn('begins')).toBe('in');
    const wrong = codeAt(secret, later(100));
    await expect(confirmSecondFactor(db, { login: 'begins', person }, wrong, { seal, at: START })).rejects.toMatchObject({ flaws: [{ pointer: '/code' }] });
    expect(await signIn('begins')).toBe('in');
    await confirmSecondFactor(db, { login: 'begins', person }, codeAt(secret, START), { seal, at: START });
    expect(await signIn('begins')).toBe('mustShowCode');
    await expect(beginSecondFactor(db, { login: 'begins', issuer: 'A node', seal, at: START })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('asks for a code only of those who know the password, and changes nothing by asking', async () => {
    await guarded('asked');
    expect(await signIn('asked', { password: 'a wrong one' })).toBe('wrong');
    expect(await signIn('asked')).toBe('mustShowCode');
    expect(await failures('asked'), 'the right password alone forgives nothing').toBe(1);
    expect(await signIn('asked', { newPassword: 'another one by whoever has the first' })).toBe('mustShowCode');
    expect(await signIn('asked'), 'the password is what it was').toBe('mustShowCode');
  });

  it('takes a code once, and none before it', async () => {
    const { code } = await guarded('once');
    expect(await signIn('once', { code: code(-1) }), 'the code that confirmed it').toBe('wrong-code');
    expect(await signIn('once', { code: `${code(0).slice(0, 3)} ${code(0).slice(3)}` })).toBe('in by code');
    expect(await failures('once')).toBe(0);
    expect(await signIn('once', { code: code(0) })).toBe('wrong-code');
    expect(await signIn('once', { code: code(2) }, later(1))).toBe('in by code');
    expect(await signIn('once', { code: code(1) }, later(1))).toBe('wrong-code');
    expect(await signIn('once', { code: '' }, later(3))).toBe('wrong-code');
    expect(await signIn('once', { password: 'a wrong one', code: code(3) }, later(3))).toBe('wrong');
    expect(await signIn('once', { code: code(3) }, later(3)), 'a code shown with a wrong password is not used up').toBe('in by code');
  });

  it('counts a code once where many requests show it at one instant', async () => {
    const { code, recoveryCodes } = await guarded('instant');
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => signIn('instant', { code: code(0) })));
    expect(outcomes.toSorted()).toEqual(['in by code', 'wrong-code', 'wrong-code', 'wrong-code']);
    await run(db, `update identity.account set failures = 0, retry_after = null where login = 'instant'`);
    const shown = await Promise.all(Array.from({ length: 4 }, () => signIn('instant', { code: recoveryCodes[0] })));
    expect(shown.toSorted()).toEqual(['in by code', 'wrong-code', 'wrong-code', 'wrong-code']);
  });

  it('lets wrong codes wait as wrong passwords do, also where they come at one instant', async () => {
    const { code } = await guarded('guessed');
    const outcomes: string[] = [];
    for (let i = 0; i < 3; i++) outcomes.push(...(await Promise.all(Array.from({ length: 4 }, () => signIn('guessed', { code: code(500) })))));
    expect(outcomes.filter((it) => it === 'wrong-code')).toHaveLength(5);
    expect(outcomes.filter((it) => it === 'wait')).toHaveLength(7);
    expect(await signIn('guessed', { code: code(0) })).toBe('wait');
    expect(await signIn('guessed', { code: code(1) }, later(1)), 'half a minute later').toBe('in by code');
    const { rows } = await run(db, `select detail from ledger.entry where action = 'sign-in.refused' and detail->>'reason' = 'wrong code' order by sequence desc limit 1`);
    expect(rows[0]?.['detail']).toMatchObject({ failures: 5 });
  });

  it('takes each recovery code once, however it is written', async () => {
    const { recoveryCodes } = await guarded('paper');
    expect(await secondFactorOf(db, 'paper')).toEqual({ since: START, recoveryCodesLeft: 10 });
    const [first = '', second = ''] = recoveryCodes;
    expect(await signIn('paper', { code: first.toUpperCase().replaceAll('-', ' ') })).toBe('in by code');
    expect(await signIn('paper', { code: first })).toBe('wrong-code');
    expect(await signIn('paper', { code: second })).toBe('in by code');
    expect((await secondFactorOf(db, 'paper')).recoveryCodesLeft).toBe(8);
    const { rows } = await run(db, 'select t::text as kept from identity.second_factor t');
    for (const code of recoveryCodes) expect(JSON.stringify(rows)).not.toContain(code.replaceAll('-', ''));
  });

  it('goes with a reset by the operator, and by its owner’s will', async () => {
    const { person } = await guarded('lost');
    const secret = await resetAccount({ db, by: 'operator:local', at: START }, 'lost');
    expect(await signIn('lost', { password: secret })).toBe('mustChange');
    expect(await signIn('lost', { password: secret, newPassword: `${PASSWORD} again` })).toBe('in');
    const { rows } = await run(db, `select actor, detail from ledger.entry where action = 'account.second-factor' and subject = $1 order by sequence`, [`person:${person}`]);
    expect(rows).toEqual([
      { actor: `person:${person}`, detail: { in_use: true } },
      { actor: 'operator:local', detail: { in_use: false } },
    ]);
    const other = await guarded('done-with');
    await removeSecondFactor(db, { login: 'done-with', person: other.person }, `person:${other.person}`, START);
    expect(await signIn('done-with')).toBe('in');
  });

  it('leaves a change of the password by one who is signed in to the password', async () => {
    const { person } = await guarded('changes');
    await changeOwnPassword(db, person, PASSWORD, 'slow otters count quietly', START);
    expect(await signIn('changes', { password: 'slow otters count quietly' })).toBe('mustShowCode');
    await expect(demandOwnPassword(db, person, PASSWORD, START)).rejects.toMatchObject({ flaws: [{ pointer: '/password', reason: 'wrong' }] });
    expect((await demandOwnPassword(db, person, 'slow otters count quietly', START)).login).toBe((await accountOf(db, person)).login);
  });

  it('is opened by recovery codes alone where the folder’s key was replaced', async () => {
    const { code, recoveryCodes } = await guarded('new-key');
    const other = sharedSecretSeal('another key');
    expect(await signIn('new-key', { code: code(0) }, START, other)).toBe('wrong-code');
    expect(await signIn('new-key', { code: recoveryCodes[0] }, START, other)).toBe('in by code');
  });

  it('is confirmed once where two requests do so at one instant: the recovery codes that were answered count', async () => {
    const person = await owner('twice');
    const { secret } = await beginSecondFactor(db, { login: 'twice', issuer: 'A node', seal, at: START });
    const confirm = () => confirmSecondFactor(db, { login: 'twice', person }, codeAt(secret, START), { seal, at: START });
    const [one, other] = await Promise.allSettled([confirm(), confirm()]);
    const codes = [one, other].flatMap((it) => (it.status === 'fulfilled' ? it.value : []));
    expect(codes).toHaveLength(10);
    expect(await signIn('twice', { code: codes[0] })).toBe('in by code');
  });
});
