import { inRoom, type Db } from '../../kernel/database.ts';

/** A visa this node issued. */
export interface IssuedVisa {
  jti: string;
  /** Whom it speaks of: `person:…`. */
  person: string;
  type: string;
  value: string;
  /** Of a grant: the resource, and the grant it carries. */
  resource: string | null;
  grant: string | null;
  issued: Date;
  expires: Date;
}

const tables = (db: Db) => inRoom<{ visa: IssuedVisa }>(db, 'access');

/** For how long an expired visa is remembered, in milliseconds; the ledger knows of it for longer. */
const REMEMBERED = 30 * 86_400_000;
/** Visas shown to their holder. */
const MOST = 500;

/** Remembers what was issued to a person, and forgets what expired long ago. */
export async function keepVisas(trx: Db, person: string, visas: IssuedVisa[], now: Date): Promise<void> {
  await tables(trx)
    .deleteFrom('visa')
    .where('person', '=', person)
    .where('expires', '<', new Date(now.getTime() - REMEMBERED))
    .execute();
  if (visas.length > 0) await tables(trx).insertInto('visa').values(visas).execute();
}

export const visaBy = (db: Db, jti: string): Promise<IssuedVisa | undefined> => tables(db).selectFrom('visa').selectAll().where('jti', '=', jti).executeTakeFirst();

/** The visas of a person that have not expired, the last issued first. */
export const visasOf = (db: Db, person: string, now: Date): Promise<IssuedVisa[]> =>
  tables(db).selectFrom('visa').selectAll().where('person', '=', person).where('expires', '>', now).orderBy('issued', 'desc').orderBy('jti').limit(MOST).execute();
