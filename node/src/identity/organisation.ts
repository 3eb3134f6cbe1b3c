import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../kernel/database.ts';
import type { LanguageMap } from '../kernel/language-map.ts';
import { identityOf } from './tables.ts';

/** An organisation as a description names it. */
export interface NamedOrganisation {
  name: LanguageMap;
  url?: string | undefined;
  ror?: string | undefined;
}

export interface Organisation extends NamedOrganisation {
  id: string;
}

/**
 * The identifier of an organisation: its ROR where stated, else made from its name, so that the same name in two
 * records is one organisation. (Two names of one organisation stay two until a curator says otherwise.)
 */
export function organisationId(organisation: NamedOrganisation): string {
  if (organisation.ror) return `org:ror-${organisation.ror.slice(-9)}`;
  const name = (organisation.name['en'] ?? Object.values(organisation.name)[0] ?? '').trim();
  const slug = name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  const needsDigest = slug.length < 3 || /[^\p{ASCII}]/u.test(name) || slug.length === 60;
  const digest = createHash('sha256').update(name.toLowerCase()).digest('hex').slice(0, 8);
  return `org:${needsDigest ? [slug, digest].filter(Boolean).join('-') : slug}`;
}

/**
 * Makes the organisations known, one statement for all; a name once given in a language stays, new languages are added.
 * @param openly whether what names them is for everybody: that takes the place of what was said to some, and nothing
 *   said to some is added to it.
 */
export async function registerOrganisations(trx: Db, named: NamedOrganisation[], openly = true): Promise<void> {
  const byId = new Map(named.map((organisation) => [organisationId(organisation), organisation]));
  if (byId.size === 0) return;
  const rows = [...byId].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, it]) => ({ id, name: it.name, url: it.url ?? null, ror: it.ror ?? null }));
  await sql`
    insert into identity.organisation as known (id, name, url, ror, named_openly)
    select id, name, url, ror, ${openly} from json_to_recordset(${JSON.stringify(rows)}::json) as t(id text, name jsonb, url text, ror text)
    on conflict (id) do update set
      name = case when known.named_openly = excluded.named_openly then excluded.name || known.name else excluded.name end,
      url = case when known.named_openly = excluded.named_openly then coalesce(known.url, excluded.url) else excluded.url end,
      ror = case when known.named_openly = excluded.named_openly then coalesce(known.ror, excluded.ror) else excluded.ror end,
      named_openly = excluded.named_openly
    where (excluded.named_openly and not known.named_openly) or (known.named_openly = excluded.named_openly and
      ((excluded.name || known.name) <> known.name or (known.url is null and excluded.url is not null) or (known.ror is null and excluded.ror is not null)))`.execute(trx);
}

/** The organisations of these identifiers, by identifier; unknown ones are left out. */
export async function organisationsById(db: Db, ids: string[]): Promise<Map<string, Organisation>> {
  if (ids.length === 0) return new Map();
  const rows = await identityOf(db).selectFrom('organisation').selectAll().where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, { id: row.id, name: row.name, url: row.url ?? undefined, ror: row.ror ?? undefined }]));
}

/** Names by identifier, as search and graph show them. */
export async function organisationNames(db: Db, ids: string[]): Promise<Map<string, LanguageMap>> {
  const known = await organisationsById(db, ids);
  return new Map([...known].map(([id, organisation]) => [id, organisation.name]));
}

/** Identifiers of the organisations called this, in any language, ignoring case. */
export async function organisationsNamed(db: Db, name: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from identity.organisation where exists (select 1 from jsonb_each_text(name) as t(language, text) where lower(text) = lower(${name})) order by id`.execute(db);
  return rows.map(({ id }) => id);
}
