import type { Migration } from 'kysely/migration';
import { statements } from '../../kernel/migrate.ts';

/**
 * The tables of search, in schema `catalogue`.
 *
 * `search_row` is the truth of what is searched: segmented text (`segment.ts`), annotations and facet values of each
 * resource that can be found. `search_outbox` names, in the order of commits, the rows that changed; every process
 * reads the rows named since it last looked and applies them as they then are, so applying twice does no harm.
 * `search_state` tells one database from another, and how far the outbox has been cleared.
 */
export const SEARCH_MIGRATIONS: Record<string, Migration> = {
  '002-search': statements(`
    create table catalogue.search_row (
      ordinal int primary key,
      keepers_only boolean not null,
      category text not null,
      kind text not null,
      topics text[] not null,
      annotations text[] not null,
      licence text,
      provider text,
      sources text[] not null,
      title text not null,
      body text not null,
      popularity real not null,
      links int not null,
      updated timestamptz not null
    );

    create table catalogue.search_outbox (
      sequence bigint generated always as identity primary key,
      ordinal int not null,
      links_only boolean not null,
      nonce int not null default floor(random() * 2147483647)::int
    );

    create table catalogue.search_state (
      singleton boolean primary key default true check (singleton),
      database uuid not null default gen_random_uuid(),
      cleared_to bigint not null default 0
    );
    insert into catalogue.search_state default values;
  `),
};
