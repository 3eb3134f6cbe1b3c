import { sql } from 'kysely';
import { inRoom, type Db } from '../../kernel/database.ts';
import { OPEN_TERMS, Terms } from './terms.ts';

/** A version of a resource's terms. */
export interface TermsVersion {
  version: number;
  terms: Terms;
  at: Date;
  by: string;
  note?: string | undefined;
}

interface TermsTables {
  terms: { resource: string; version: number; terms: Terms };
  terms_version: { resource: string; version: number; terms: Terms; at: Date; by: string; note: string | null };
}

const tables = (db: Db) => inRoom<TermsTables>(db, 'access');

/** The terms of each of these resources; of those nobody wrote any for, `OPEN_TERMS`. */
export async function termsOf(db: Db, ids: readonly string[]): Promise<Map<string, Terms>> {
  const known = new Map<string, Terms>(ids.map((id) => [id, OPEN_TERMS]));
  if (ids.length === 0) return known;
  const { rows } = await sql<{ resource: string; terms: Terms }>`select resource, terms from access.terms where resource = any(${[...ids]}::text[])`.execute(db);
  for (const { resource, terms } of rows) known.set(resource, terms);
  return known;
}

/** The number of the terms in force for each of these resources that has any. */
export async function versionsOf(db: Db, ids: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ resource: string; version: number }>`select resource, version from access.terms where resource = any(${[...ids]}::text[])`.execute(db);
  return new Map(rows.map(({ resource, version }) => [resource, version]));
}

/** The current version of a resource's terms; undefined where nobody wrote any. */
export async function currentTerms(db: Db, resource: string): Promise<TermsVersion | undefined> {
  return (await termsHistory(db, resource, 1))[0];
}

/** Every version, newest first. */
export async function termsHistory(db: Db, resource: string, limit = 100): Promise<TermsVersion[]> {
  const rows = await tables(db).selectFrom('terms_version').selectAll().where('resource', '=', resource).orderBy('version', 'desc').limit(limit).execute();
  return rows.map(({ version, terms, at, by, note }) => ({ version, terms, at, by, note: note ?? undefined }));
}

/**
 * Writes new terms beside those before, which stay. Two who write at once come one after the other.
 * @returns the new version's number.
 */
export async function writeTerms(trx: Db, resource: string, terms: Terms, by: { at: Date; by: string; note?: string | undefined }): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    insert into access.terms as known (resource, version, terms) values (${resource}, 1, ${JSON.stringify(terms)}::jsonb)
    on conflict (resource) do update set version = known.version + 1, terms = excluded.terms returning version`.execute(trx);
  const version = rows[0]?.version ?? 1;
  await sql`insert into access.terms_version (resource, version, terms, at, by, note)
    values (${resource}, ${version}, ${JSON.stringify(terms)}::jsonb, ${by.at}, ${by.by}, ${by.note ?? null})`.execute(trx);
  return version;
}

/** Writes the first terms of resources; those that have terms already keep them. */
export async function writeFirstTerms(trx: Db, resources: readonly string[], terms: Terms, by: { at: Date; by: string; note?: string | undefined }): Promise<void> {
  if (resources.length === 0) return;
  await sql`
    with fresh as (
      insert into access.terms (resource, version, terms) select id, 1, ${JSON.stringify(terms)}::jsonb from unnest(${[...resources]}::text[]) as given(id)
      on conflict (resource) do nothing returning resource
    )
    insert into access.terms_version (resource, version, terms, at, by, note)
    select resource, 1, ${JSON.stringify(terms)}::jsonb, ${by.at}::timestamptz, ${by.by}, ${by.note ?? null} from fresh`.execute(trx);
}

/** Names of data categories that terms use, known ones and others. */
export async function categoriesInUse(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select distinct jsonb_array_elements_text(terms->'dataCategories') as name from access.terms order by name limit 1000`.execute(db);
  return rows.map(({ name }) => name);
}
