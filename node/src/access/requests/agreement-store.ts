import { z } from 'zod';
import type { Db } from '../../kernel/database.ts';
import { LanguageMap } from '../../kernel/language-map.ts';
import { tables } from './tables.ts';

/** A text people accept by name. A new wording is a new version; what was accepted stays as it was. */
export const Agreement = z.object({ id: z.string(), version: z.int(), title: LanguageMap, text: LanguageMap, at: z.date(), by: z.string() });
export type Agreement = z.infer<typeof Agreement>;

export interface Acceptance {
  agreement: string;
  version: number;
  person: string;
  /** As it was typed. */
  name: string;
  at: Date;
}

/** The current version of every agreement, by identifier. */
export async function currentAgreements(db: Db): Promise<Agreement[]> {
  return tables(db).selectFrom('agreement').selectAll().distinctOn('id').orderBy('id').orderBy('version', 'desc').limit(1_000).execute();
}

/** One version of an agreement, the current one where none is named. */
export async function agreementOf(db: Db, id: string, version?: number): Promise<Agreement | undefined> {
  let query = tables(db).selectFrom('agreement').selectAll().where('id', '=', id);
  if (version !== undefined) query = query.where('version', '=', version);
  return query.orderBy('version', 'desc').limit(1).executeTakeFirst();
}

export const addVersion = (trx: Db, { title, text, ...row }: Agreement) =>
  tables(trx)
    .insertInto('agreement')
    .values({ ...row, title: JSON.stringify(title), text: JSON.stringify(text) })
    .execute();

/** What a person (`person:…`) accepted, the latest first. */
export async function acceptancesOf(db: Db, person: string): Promise<Acceptance[]> {
  return tables(db).selectFrom('agreement_acceptance').selectAll().where('person', '=', person).orderBy('at', 'desc').limit(1_000).execute();
}

/** @returns whether it is new; accepting twice changes nothing. */
export async function addAcceptance(trx: Db, acceptance: Acceptance): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tables(trx)
    .insertInto('agreement_acceptance')
    .values(acceptance)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(numInsertedOrUpdatedRows ?? 0) > 0;
}
