import { run, type Db } from '../../kernel/database.ts';
import { digestOfSecret } from '../secrets.ts';
import { identityOf } from '../tables.ts';

/** At most so many login names that nobody has are remembered; those tried longest ago make room. */
export const MOST_UNKNOWN = 10_000;

/** 32 bits: too few to tell what was typed, should it have been a password, and enough to tell the names apart. */
const shortDigest = (login: string): string => digestOfSecret(login).slice(0, 8);

/** What is remembered of a login name that nobody has: until when whoever tries it has to wait. */
export const unknownLogin = (db: Db, login: string): Promise<{ retry_after: Date | null } | undefined> =>
  identityOf(db).selectFrom('unknown_login').select('retry_after').where('digest', '=', shortDigest(login)).executeTakeFirst();

/** Counts a wrong answer; answers how many there were. */
export async function countUnknown(trx: Db, login: string, at: Date): Promise<number> {
  const { failures } = await identityOf(trx)
    .insertInto('unknown_login')
    .values({ digest: shortDigest(login), failures: 1, retry_after: null, changed: at })
    .onConflict((it) => it.column('digest').doUpdateSet(({ ref, eb }) => ({ failures: eb(ref('unknown_login.failures'), '+', 1), changed: at })))
    .returning('failures')
    .executeTakeFirstOrThrow();
  return failures;
}

export const letUnknownWait = (trx: Db, login: string, until: Date) =>
  identityOf(trx).updateTable('unknown_login').set({ retry_after: until }).where('digest', '=', shortDigest(login)).execute();

/** Makes room, whosever wrong answer it was that came, so that each makes the same work. */
export const forgetOldest = (trx: Db, most = MOST_UNKNOWN) =>
  run(trx, 'delete from identity.unknown_login where digest in (select digest from identity.unknown_login order by changed desc, digest offset $1)', [most]);
