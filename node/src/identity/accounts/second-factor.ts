import { inTransaction, type Db } from '../../kernel/database.ts';
import { conflict, invalid } from '../../kernel/errors.ts';
import { record } from '../../ledger/index.ts';
import { digestOfSecret } from '../secrets.ts';
import { identityOf, type AccountRow, type SecondFactorRow } from '../tables.ts';
import { addressOfSecret, newRecoveryCodes, newSharedSecret, periodOfCode, plainCode, type sharedSecretSeal } from './one-time-code.ts';

export type Seal = ReturnType<typeof sharedSecretSeal>;

export interface SecondFactorState {
  /** A code is asked for at each sign-in since then. */
  since: Date | undefined;
  recoveryCodesLeft: number;
}

/** Whose factor it is. */
type Owned = Pick<AccountRow, 'login' | 'person'>;

/** A secret sealed with a key that was replaced since is no secret of this node any more: then its codes are unknown, recovery codes count. */
function periodShown(row: SecondFactorRow, code: string, { seal, at }: { seal: Seal; at: Date }): number | undefined {
  let secret: string;
  try {
    secret = seal.open(row.sealed_secret);
  } catch {
    return undefined;
  }
  return periodOfCode(secret, code.replaceAll(' ', ''), at);
}

const rowOf = (db: Db, login: string): Promise<SecondFactorRow | undefined> => identityOf(db).selectFrom('second_factor').selectAll().where('login', '=', login).executeTakeFirst();

/** The factor of an account that codes are asked of; undefined where none was confirmed. */
export async function confirmedFactor(db: Db, login: string): Promise<SecondFactorRow | undefined> {
  const row = await rowOf(db, login);
  return row?.confirmed ? row : undefined;
}

export async function secondFactorOf(db: Db, login: string): Promise<SecondFactorState> {
  const row = await confirmedFactor(db, login);
  return { since: row?.confirmed ?? undefined, recoveryCodesLeft: row?.recovery_digests.length ?? 0 };
}

/** Begins: a secret for the person's app. It counts for nothing until a code made with it was shown. */
export async function beginSecondFactor(
  db: Db,
  { login, issuer, seal, at }: { login: string; issuer: string; seal: Seal; at: Date },
): Promise<{ secret: string; address: string }> {
  const secret = newSharedSecret();
  const begun = { sealed_secret: seal.seal(secret), begun: at };
  const kept = await identityOf(db)
    .insertInto('second_factor')
    .values({ login, ...begun })
    .onConflict((it) => it.column('login').doUpdateSet(begun).where('second_factor.confirmed', 'is', null))
    .returning('login')
    .executeTakeFirst();
  if (!kept) throw conflict('A second factor is in use already. Remove it first.');
  return { secret, address: addressOfSecret(secret, { issuer, login }) };
}

/** Confirms it by a first code. Answers the recovery codes, which are shown this once. */
export async function confirmSecondFactor(db: Db, account: Owned, code: string, { seal, at }: { seal: Seal; at: Date }): Promise<string[]> {
  const row = await rowOf(db, account.login);
  if (!row || row.confirmed) throw conflict(row ? 'The second factor is in use already.' : 'Begin with a new secret first.');
  const period = periodShown(row, code, { seal, at });
  if (period === undefined)
    throw invalid('This code is not the one that the app shows for this secret. Is the clock of the device right?', [{ pointer: '/code', reason: 'wrong' }]);
  const codes = newRecoveryCodes();
  await inTransaction(db, async (trx) => {
    const confirmed = await identityOf(trx)
      .updateTable('second_factor')
      .set({ confirmed: at, last_period: period, recovery_digests: codes.map((it) => digestOfSecret(plainCode(it))) })
      .where('login', '=', account.login)
      .where('sealed_secret', '=', row.sealed_secret)
      .where('confirmed', 'is', null)
      .returning('login')
      .executeTakeFirst();
    if (!confirmed) throw conflict('Something else was done with the second factor at the same time. Look at it again.');
    await record(trx, { at, actor: `person:${account.person}`, action: 'account.second-factor', subject: `person:${account.person}`, detail: { in_use: true } });
  });
  return codes;
}

/** Whether a code of the app, or a recovery code, is right. Each counts once, also where two requests show it at the same instant. */
export async function takeCode(db: Db, row: SecondFactorRow, code: string, { seal, at }: { seal: Seal; at: Date }): Promise<boolean> {
  const factors = identityOf(db).updateTable('second_factor').where('login', '=', row.login);
  const period = periodShown(row, code, { seal, at });
  if (period !== undefined) {
    const taken = await factors.set({ last_period: period }).where('last_period', '<', period).returning('login').executeTakeFirst();
    return taken !== undefined;
  }
  const digest = digestOfSecret(plainCode(code));
  const taken = await factors
    .set(({ fn, val }) => ({ recovery_digests: fn<string[]>('array_remove', ['recovery_digests', val(digest)]) }))
    .where(({ eb, fn, val }) => eb(val(digest), '=', fn.any('recovery_digests')))
    .returning('login')
    .executeTakeFirst();
  return taken !== undefined;
}

/** Asks for codes no more. */
export async function removeSecondFactor(db: Db, account: Owned, by: string, at: Date): Promise<void> {
  await inTransaction(db, async (trx) => {
    const removed = await identityOf(trx).deleteFrom('second_factor').where('login', '=', account.login).returning('confirmed').executeTakeFirst();
    if (removed?.confirmed) await record(trx, { at, actor: by, action: 'account.second-factor', subject: `person:${account.person}`, detail: { in_use: false } });
  });
}
