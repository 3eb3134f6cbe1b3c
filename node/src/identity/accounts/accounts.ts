import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { inTransaction, type Db } from '../../kernel/database.ts';
import { conflict, DomainError, invalid, notFound, unavailable } from '../../kernel/errors.ts';
import { record } from '../../ledger/index.ts';
import type { Managing } from '../people/manage-people.ts';
import { insertPerson } from '../people/person-store.ts';
import { putRole } from '../people/role-store.ts';
import { identityOf, type AccountRow } from '../tables.ts';
import { flawOfPassword, LONGEST_PASSWORD, SHORTEST_PASSWORD, type PasswordFlaw } from './password.ts';
import { hashPassword, isPassword, NOBODYS } from './scrypt.ts';
import { confirmedFactor, removeSecondFactor, takeCode, type Seal } from './second-factor.ts';
import { countUnknown, forgetOldest, letUnknownWait, unknownLogin } from './unknown-login-store.ts';

export const LoginName = z.string().regex(/^[a-z0-9][a-z0-9._@-]{1,63}$/, 'is no login name: 2 to 64 of a–z, 0–9, ".", "_", "@", "-"');

const DAY = 24 * 60 * 60 * 1_000;
/** How long a one-time secret that was not used counts, in milliseconds. */
export const ONE_TIME_LIFE = 7 * DAY;
/** Wrong passwords in a row that cost nothing; each one after doubles the wait, from half a minute to a quarter of an hour. */
const FREE_FAILURES = 5;
const FIRST_WAIT = 30_000;
const LONGEST_WAIT = 900_000;

/** 20 characters of an alphabet without look-alikes: 100 bits, in groups that can be read out. */
function oneTimeSecret(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  return Array.from({ length: 4 }, () => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('')).join('-');
}

const busy = () => unavailable('Too many people are signing in at this moment. Try again shortly.');
const hashed = async (secret: string) => {
  const hash = await hashPassword(secret);
  if (!hash) throw busy();
  return hash;
};

/** Gives a person an account at the node's own provider; answers the secret for the first sign-in, which asks for another. */
export async function createAccount({ db, by, at }: Managing, { login, person }: { login: string; person: string }): Promise<string> {
  const secret = oneTimeSecret();
  const kept = await hashed(secret);
  await inTransaction(db, async (trx) => {
    const made = await identityOf(trx)
      .insertInto('account')
      .values({ login, person, secret: kept, one_time_until: new Date(at.getTime() + ONE_TIME_LIFE), retry_after: null, changed: at })
      .onConflict((it) => it.doNothing())
      .returning('login')
      .executeTakeFirst();
    if (!made) throw conflict(`The login name "${login}" is taken, or the person has an account already.`, [{ pointer: '/login', reason: 'is taken' }]);
    await record(trx, { at, actor: by, action: 'account.create', subject: `person:${person}`, detail: { login } });
  });
  return secret;
}

/** A new one-time secret for an account; the password before counts no longer, nor does its second factor, and sessions made with them end. */
export async function resetAccount({ db, by, at }: Managing, login: string): Promise<string> {
  const secret = oneTimeSecret();
  const kept = await hashed(secret);
  await inTransaction(db, async (trx) => {
    const account = await identityOf(trx)
      .updateTable('account')
      .set({ secret: kept, one_time_until: new Date(at.getTime() + ONE_TIME_LIFE), failures: 0, retry_after: null, changed: at })
      .where('login', '=', login)
      .returning('person')
      .executeTakeFirst();
    if (!account) throw notFound(`There is no account "${login}".`);
    await removeSecondFactor(trx, { login, person: account.person }, by, at);
    await identityOf(trx).updateTable('session').set({ ended: at, visas: null }).where('person', '=', account.person).where('ended', 'is', null).execute();
    await record(trx, { at, actor: by, action: 'account.reset', subject: `person:${account.person}`, detail: { login } });
  });
  return secret;
}

export const FIRST_LOGIN = 'admin';

/** The first start makes the account of an operator; undefined where there is an account already. Processes that start at once make one. */
export async function makeFirstAccount(db: Db, at: Date): Promise<string | undefined> {
  if (await identityOf(db).selectFrom('account').select('login').limit(1).executeTakeFirst()) return undefined;
  const secret = oneTimeSecret();
  const kept = await hashed(secret);
  return inTransaction(db, async (trx) => {
    await sql`lock table identity.account in exclusive mode`.execute(trx);
    if (await identityOf(trx).selectFrom('account').select('login').limit(1).executeTakeFirst()) return undefined;
    const { id } = await insertPerson(trx, { name: 'Administrator' }, at);
    await identityOf(trx)
      .insertInto('account')
      .values({ login: FIRST_LOGIN, person: id, secret: kept, one_time_until: new Date(at.getTime() + ONE_TIME_LIFE), retry_after: null, changed: at })
      .execute();
    await putRole(trx, { kind: 'person', id }, { role: 'operator', scope: 'node' }, 'node:start', at);
    await record(trx, { at, actor: 'node:start', action: 'account.create', subject: `person:${id}`, detail: { login: FIRST_LOGIN, role: 'operator', scope: 'node' } });
    return secret;
  });
}

/** How a sign-in is checked: `seal` opens the secrets that second factors share with the node. */
export interface Checking {
  db: Db;
  seal: Seal;
  at: Date;
}
export interface ShownAtSignIn {
  login: string;
  password: string;
  newPassword?: string | undefined;
  /** Of the app, or a recovery code. */
  code?: string | undefined;
}
export type Checked = { person: string; byCode: boolean } | { mustChange: true } | { mustShowCode: true };

/**
 * Checks a login name and password, and the code where the account has a second factor. A one-time secret lets in only
 * along with the password that takes its place. A wrong answer says the same whether the name or the password is wrong;
 * that a code is asked for is told only to who knows the password. A wrong code counts as a wrong password does.
 */
export async function checkPassword({ db, seal, at }: Checking, given: ShownAtSignIn): Promise<Checked> {
  const account = await accountShown(db, given, at);
  if (account.one_time_until && given.newPassword === undefined) return { mustChange: true };
  const factor = await confirmedFactor(db, account.login);
  if (factor && given.code === undefined) return { mustShowCode: true };
  if (factor) await demandCode({ db, seal, at }, account, given.code ?? '');
  if (given.newPassword !== undefined) await changePassword(db, account, given.password, given.newPassword, at);
  else await forgetFailures(db, account);
  return { person: account.person, byCode: factor !== undefined };
}

/**
 * The account whose login name and password were given; whoever has to wait, is wrong or may not come in is refused. A
 * login name that nobody has is answered as one that somebody has, wait and all, and makes the same work.
 */
async function accountShown(db: Db, given: { login: string; password: string }, at: Date): Promise<AccountRow> {
  const login = given.login.trim().toLowerCase();
  const [account, unknown] = await Promise.all([identityOf(db).selectFrom('account').selectAll().where('login', '=', login).executeTakeFirst(), unknownLogin(db, login)]);
  const held = account ?? unknown;
  if (held && mustWait(held, at)) throw waiting(held, at);
  const right = await isPassword(given.password, account?.secret ?? NOBODYS);
  if (right === undefined) throw busy();
  if (!account) throw await refused(db, { login }, 'wrong password', at);
  if (!right) throw await refused(db, account, 'wrong password', at);
  if (account.one_time_until && account.one_time_until <= at) throw expired();
  const disabled = await identityOf(db).selectFrom('person').select('disabled').where('id', '=', account.person).executeTakeFirst();
  if (disabled?.disabled) throw await refused(db, account, 'wrong password', at);
  return account;
}

/** Takes a code or refuses. Those who try at the same instant are looked at one after another, so that the wait holds for all of them. */
async function demandCode({ db, seal, at }: Checking, { login }: AccountRow, code: string): Promise<void> {
  const no = await inTransaction(db, async (trx) => {
    const account = await identityOf(trx).selectFrom('account').selectAll().where('login', '=', login).forUpdate().executeTakeFirstOrThrow();
    if (mustWait(account, at)) return waiting(account, at);
    const factor = await confirmedFactor(trx, login);
    return factor && (await takeCode(trx, factor, code, { seal, at })) ? undefined : refused(trx, account, 'wrong code', at);
  });
  if (no) throw no;
}

async function forgetFailures(db: Db, { login, failures, retry_after }: AccountRow): Promise<void> {
  if (failures > 0 || retry_after) await identityOf(db).updateTable('account').set({ failures: 0, retry_after: null }).where('login', '=', login).execute();
}

/** Replaces a password by its owner's will. Sessions that stand stay; whoever is afraid ends them on the account's page. */
async function changePassword(db: Db, account: AccountRow, before: string, password: string, at: Date): Promise<void> {
  const flaw = password === before ? 'same' : flawOfPassword(password, account.login);
  if (flaw) throw invalid(`This password will not do: ${FLAWS[flaw]}.`, [{ pointer: '/newPassword', reason: flaw }]);
  const kept = await hashed(password);
  await inTransaction(db, async (trx) => {
    await identityOf(trx)
      .updateTable('account')
      .set({ secret: kept, one_time_until: null, failures: 0, retry_after: null, changed: at })
      .where('login', '=', account.login)
      .execute();
    await record(trx, { at, actor: `person:${account.person}`, action: 'account.change-password', subject: `person:${account.person}`, detail: {} });
  });
}

const FLAWS: Record<PasswordFlaw | 'same', string> = {
  short: `it has fewer than ${SHORTEST_PASSWORD} characters`,
  long: `it has more than ${LONGEST_PASSWORD} characters`,
  common: 'it is among the first that others would try',
  login: 'little is left of it without the login name',
  same: 'it is the one it should replace',
};

const expired = () =>
  new DomainError('unauthenticated', 'The one-time secret was not used in time. Ask the operator for a new one.', { flaws: [{ pointer: '/password', reason: 'expired' }] });

const wrongPassword = () => new DomainError('unauthenticated', 'The login name or the password is wrong.', { flaws: [{ pointer: '/password', reason: 'wrong' }] });
const wrongCode = () => new DomainError('unauthenticated', 'The code is wrong, or was used already.', { flaws: [{ pointer: '/code', reason: 'wrong-code' }] });

type Waiting = Pick<AccountRow, 'retry_after'>;
const mustWait = ({ retry_after: until }: Waiting, at: Date): boolean => until !== null && until > at;
function waiting({ retry_after: until }: Waiting, at: Date): DomainError {
  const seconds = Math.ceil(((until?.getTime() ?? 0) - at.getTime()) / 1_000);
  return new DomainError('unauthenticated', `There were too many wrong passwords or codes for this account. Try again in ${seconds} s.`, {
    flaws: [{ pointer: '/password', reason: 'wait' }],
  });
}

/**
 * Counts a wrong answer, lets the next ones wait where there were many, and says no; of a login name that nobody has in
 * the same steps. What was given as such a name stands in no entry: it may have been a password.
 */
async function refused(db: Db, { login, person }: Pick<AccountRow, 'login'> & { person?: string }, reason: 'wrong password' | 'wrong code', at: Date): Promise<DomainError> {
  await inTransaction(db, async (trx) => {
    const failures = await (person === undefined ? countUnknown(trx, login, at) : countFailure(trx, login));
    const wait = failures < FREE_FAILURES ? 0 : Math.min(FIRST_WAIT * 2 ** (failures - FREE_FAILURES), LONGEST_WAIT);
    if (wait > 0) await (person === undefined ? letUnknownWait : letWait)(trx, login, new Date(at.getTime() + wait));
    await forgetOldest(trx);
    const subject = person === undefined ? 'login:unknown' : `person:${person}`;
    await record(trx, { at, actor: 'anyone', action: 'sign-in.refused', subject, detail: { provider: 'node', reason: person === undefined ? 'unknown login' : reason, failures } });
  });
  return reason === 'wrong code' ? wrongCode() : wrongPassword();
}

async function countFailure(trx: Db, login: string): Promise<number> {
  const { failures } = await identityOf(trx)
    .updateTable('account')
    .set(({ eb }) => ({ failures: eb('failures', '+', 1) }))
    .where('login', '=', login)
    .returning('failures')
    .executeTakeFirstOrThrow();
  return failures;
}

const letWait = (trx: Db, login: string, until: Date) => identityOf(trx).updateTable('account').set({ retry_after: until }).where('login', '=', login).execute();

/** The account of a person who is signed in already. */
export async function accountOf(db: Db, person: string): Promise<AccountRow> {
  const account = await identityOf(db).selectFrom('account').selectAll().where('person', '=', person).executeTakeFirst();
  if (!account) throw conflict('You sign in through another provider; the password is kept there.');
  return account;
}

/** Asks a person who is signed in for their password once more, before something that matters. No code is asked for. */
export async function demandOwnPassword(db: Db, person: string, password: string, at: Date): Promise<AccountRow> {
  const { login } = await accountOf(db, person);
  const account = await accountShown(db, { login, password }, at);
  if (account.one_time_until) throw conflict('Replace the one-time secret by a password of your own first.');
  await forgetFailures(db, account);
  return account;
}

/** A person changes their own password, knowing the one before. */
export async function changeOwnPassword(db: Db, person: string, password: string, newPassword: string, at: Date): Promise<void> {
  const { login } = await accountOf(db, person);
  await changePassword(db, await accountShown(db, { login, password }, at), password, newPassword, at);
}
