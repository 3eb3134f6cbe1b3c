import { statements, type RoomMigrations } from '../kernel/migrate.ts';

/** Secrets of every kind stand here as digests alone; whoever reads the database can sign in as nobody. */
export const identityMigrations: RoomMigrations = {
  schema: 'identity',
  migrations: {
    '001-organisations': statements(`
      create table identity.organisation (id text primary key, name jsonb not null, url text, ror text);
    `),
    '002-people': statements(`
      create function identity.announce_change() returns trigger language plpgsql as $$
        begin perform pg_notify('answers_changed', tg_table_schema || '.' || tg_table_name); return null; end $$;

      create table identity.person (
        id text primary key, name text not null, email text, orcid text, organisation text, country text,
        created timestamptz not null, disabled timestamptz);
      create index on identity.person (lower(name));
      create trigger announce after insert or update or delete on identity.person for each statement execute function identity.announce_change();

      create table identity.login (
        issuer text not null, subject text not null, person text not null references identity.person, provider text not null, created timestamptz not null,
        primary key (issuer, subject));
      create index on identity.login (person);

      create table identity.account (
        login text primary key, person text not null unique references identity.person, secret text not null,
        one_time_until timestamptz, failures int not null default 0, retry_after timestamptz, changed timestamptz not null);

      create table identity.session (
        digest text primary key, id text not null unique, person text references identity.person, key_digest text, provider text not null,
        created timestamptz not null, last_used timestamptz not null, expires timestamptz not null, ended timestamptz, agent text not null, visas jsonb,
        check ((person is null) <> (key_digest is null)));
      create index on identity.session (person) where ended is null;

      create table identity.role (
        id bigint generated always as identity primary key, holder_kind text not null check (holder_kind in ('person', 'program')), holder text not null,
        role text not null, scope text not null, since timestamptz not null, until timestamptz, granted_by text not null, ended timestamptz, ended_by text);
      create unique index on identity.role (holder, role, scope) where ended is null;
      create index on identity.role (scope, role) where ended is null;
      create trigger announce after insert or update or delete on identity.role for each statement execute function identity.announce_change();

      create table identity.token (
        id text primary key, digest text not null unique, person text not null references identity.person, name text not null, scopes text[] not null,
        created timestamptz not null, expires timestamptz not null, last_used timestamptz, ended timestamptz);
      create index on identity.token (person) where ended is null;

      create table identity.program (
        id text primary key, name text not null, secret_digest text not null, scopes text[] not null, organisation text, country text,
        created timestamptz not null, created_by text not null, expires timestamptz not null, ended timestamptz);
      create trigger announce after insert or update or delete on identity.program for each statement execute function identity.announce_change();

      create table identity.sign_in (
        state_digest text primary key, provider text not null, destination text not null, expires timestamptz not null, used timestamptz);
      create index on identity.sign_in (expires);

      create table identity.provider_state (
        model text not null, digest text not null, payload jsonb not null, grant_digest text, uid_digest text, expires timestamptz,
        primary key (model, digest));
      create index on identity.provider_state (grant_digest) where grant_digest is not null;
      create index on identity.provider_state (model, uid_digest) where uid_digest is not null;
      create index on identity.provider_state (expires);
    `),
    '003-second-factor': statements(`
      create table identity.second_factor (
        login text primary key references identity.account, sealed_secret text not null, begun timestamptz not null, confirmed timestamptz,
        last_period bigint not null default 0, recovery_digests text[] not null default '{}');
    `),
    // What only descriptions say that not everybody sees must not name an organisation to everybody.
    '004-organisation-names': statements(`alter table identity.organisation add column named_openly boolean not null default true;`),
    // Wrong answers for login names that nobody has; the names as short digests.
    '005-unknown-logins': statements(`
      create table identity.unknown_login (digest text primary key, failures int not null, retry_after timestamptz, changed timestamptz not null);
      create index on identity.unknown_login (changed);
    `),
  },
};
