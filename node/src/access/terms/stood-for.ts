import { run, type Db } from '../../kernel/database.ts';

/** A resource that turned out to be another one. */
export interface StoodFor {
  gone: string;
  /** The one that stands for it now. */
  stands: string;
  /** The version of the standing one's terms that are word for word those of the gone one, where it had none of its own. */
  termsVersion: number | undefined;
}

/** Notes which resources stand for others from now on. */
export async function writeStoodFor(trx: Db, rows: readonly StoodFor[]): Promise<void> {
  if (rows.length === 0) return;
  await run(
    trx,
    `insert into access.stood_for as held (gone, stands, terms_version)
     select gone, stands, "termsVersion" from json_to_recordset($1::json) as t(gone text, stands text, "termsVersion" int)
     on conflict (gone) do update set stands = excluded.stands, terms_version = excluded.terms_version, apart = false`,
    [JSON.stringify(rows)],
  );
}

/** These resources stand for themselves again; what was carried is remembered, should they be joined once more. */
export async function tellApart(trx: Db, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await run(trx, 'update access.stood_for set apart = true where gone = any($1::text[]) and not apart', [ids]);
}

/** The version of terms that each of these carried to the resource it last went to, by both (the gone one, a line break, the other). */
export async function carriedBefore(trx: Db, ids: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await run(trx, 'select gone, stands, terms_version from access.stood_for where gone = any($1::text[]) and terms_version is not null', [ids]);
  return new Map(rows.map((row) => [`${String(row['gone'])}\n${String(row['stands'])}`, row['terms_version'] as number]));
}

/**
 * In SQL: that a row `s` of `stood_for` lets a permission for the gone resource count for the standing one. Only as long
 * as the standing one is under the very terms it was given under, and had none of its own: nobody gains what a
 * permission was not given for.
 */
export const CARRIES = `not s.apart and s.terms_version = (select t.version from access.terms t where t.resource = s.stands)`;

/** A resource and those it stands for, at any number of removes. */
export async function itAndStoodFor(db: Db, resource: string): Promise<string[]> {
  const { rows } = await run(
    db,
    `with recursive them(id) as (select $1::text union select s.gone from them join access.stood_for s on s.stands = them.id and not s.apart) select id from them`,
    [resource],
  );
  return rows.map((row) => row['id'] as string);
}
