import type { Migration } from 'kysely/migration';
import { statements } from '../../kernel/migrate.ts';

/** `terms` holds what is in force, `terms_version` every version there was; versions are neither changed nor deleted. */
export const TERMS_MIGRATIONS: Record<string, Migration> = {
  '020-terms': statements(`
    create table access.terms (resource text primary key, version int not null, terms jsonb not null);
    create table access.terms_version (
      resource text not null,
      version int not null,
      terms jsonb not null,
      at timestamptz not null,
      by text not null,
      note text,
      primary key (resource, version)
    );
    create trigger terms_changed after insert or update or delete or truncate on access.terms
      for each statement execute function access.announce_change();
    create function access.refuse_change() returns trigger language plpgsql as $$
      begin raise exception 'rows of %.% are neither changed nor deleted', tg_table_schema, tg_table_name; end $$;
    create trigger terms_version_kept before update or delete or truncate on access.terms_version
      for each statement execute function access.refuse_change();
  `),
  // Which resources were merged into others, as far as terms and permissions go.
  '061-stood-for': statements(`
    create table access.stood_for (gone text primary key, stands text not null, terms_version int, apart boolean not null default false);
    create index stood_for_stands on access.stood_for (stands);
    create trigger stood_for_changed after insert or update or delete or truncate on access.stood_for
      for each statement execute function access.announce_change();
  `),
};
