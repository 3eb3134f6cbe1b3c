import { statements, type RoomMigrations } from '../kernel/migrate.ts';

/**
 * `harvest` is one run with its counts as of its last checkpoint (`digest` chains what was read up to there);
 * `rejection` what was not taken; `source_state` what a source's server said of the files last read whole, and what its
 * reader keeps in mind for the next time; `defined_source` the sources an operator defined, also those no longer configured.
 */
export const exchangeMigrations: RoomMigrations = {
  schema: 'exchange',
  migrations: {
    '001-harvests': statements(`
      create table exchange.harvest (
        id text primary key,
        ordinal int generated always as identity unique,
        source text not null,
        address text not null,
        state text not null,
        by text not null,
        allow_deletions boolean not null default false,
        stop_requested boolean not null default false,
        read int not null default 0,
        created int not null default 0,
        updated int not null default 0,
        unchanged int not null default 0,
        deleted int not null default 0,
        rejected int not null default 0,
        kinds jsonb not null default '{}',
        links_stated int not null default 0,
        links_unresolved int not null default 0,
        digest text not null default '',
        notes jsonb not null default '[]',
        requested timestamptz not null,
        started timestamptz,
        ended timestamptz,
        reason text,
        fraction double precision,
        rate double precision,
        seconds_left double precision,
        check (read = created + updated + unchanged + rejected)
      );
      create index harvest_source on exchange.harvest (source, ordinal desc);
      create index harvest_open on exchange.harvest (state) where state in ('queued', 'running');

      create table exchange.rejection (
        harvest_id text not null references exchange.harvest on delete cascade,
        number int not null,
        record text not null,
        field text not null,
        reason text not null,
        primary key (harvest_id, number)
      );

      create table exchange.source_state (
        source text primary key,
        address text not null,
        reading text not null,
        validators jsonb not null,
        harvest_id text not null,
        read_at timestamptz not null
      );
    `),
    '002-standards': statements(`
      alter table exchange.harvest add column gone int not null default 0;
      alter table exchange.harvest add column allow_hosts jsonb not null default '[]';
      alter table exchange.harvest add column settings jsonb;

      alter table exchange.source_state drop constraint source_state_pkey;
      alter table exchange.source_state add primary key (source, address);
      alter table exchange.source_state add column remembered jsonb;

      create table exchange.defined_source (
        id text primary key,
        standard text not null,
        title jsonb not null,
        description jsonb not null,
        homepage text not null,
        licence jsonb,
        removed timestamptz
      );
    `),
    // What became of records that not everybody sees, so that a report can be told without them.
    '003-hidden-outcomes': statements(`
      create table exchange.hidden_outcome (
        harvest_id text not null references exchange.harvest on delete cascade,
        resource text not null,
        record text not null,
        outcome text not null,
        kind text not null,
        stated int not null,
        unresolved int not null,
        primary key (harvest_id, record)
      );
      alter table exchange.harvest add column hidden_noted boolean not null default false;
    `),
  },
};
