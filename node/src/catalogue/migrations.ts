import { statements, type RoomMigrations } from '../kernel/migrate.ts';
import { GRAPH_MIGRATIONS } from './graph/migrations.ts';
import { QUALITY_MIGRATIONS } from './quality/migrations.ts';
import { SEARCH_MIGRATIONS } from './search/migrations.ts';
import { VISIBILITY_MIGRATIONS } from './visibility-migrations.ts';

/**
 * `record` holds what each source says, `resource` what is shown (composed of its records), `revision` every version of
 * that, `name` what other records may call it, `link` the graph. A link whose target is not known yet has no object and
 * is completed when the target comes. Resources are never deleted, so the many rows of `name` and `link` bear no foreign
 * key.
 */
export const catalogueMigrations: RoomMigrations = {
  schema: 'catalogue',
  migrations: {
    '001-resources': statements(`
      create table catalogue.resource (
        id text primary key,
        ordinal int generated always as identity unique,
        category text not null,
        kind text not null,
        status text not null,
        title jsonb not null,
        content jsonb not null,
        provenance jsonb not null,
        revision int not null,
        links int not null default 0,
        created timestamptz not null,
        updated timestamptz not null
      ) with (fillfactor = 75); -- room on the page to count links without touching an index

      create table catalogue.revision (
        resource_id text not null references catalogue.resource on delete cascade,
        number int not null,
        at timestamptz not null,
        by text not null,
        note text,
        changed text[] not null,
        content json not null,
        primary key (resource_id, number)
      );

      create table catalogue.record (
        source text not null,
        key text not null,
        collection text not null,
        resource_id text not null references catalogue.resource on delete cascade,
        digest text not null,
        description json not null,
        unresolved text[] not null default '{}',
        withdrawn boolean not null default false,
        first_seen timestamptz not null,
        last_changed timestamptz not null,
        primary key (source, key)
      );
      create index record_resource on catalogue.record (resource_id);
      create index record_unresolved on catalogue.record (source) where unresolved <> '{}';

      create table catalogue.name (
        name text not null,
        resource_id text not null,
        source text not null,
        record text not null,
        denotes boolean not null,
        primary key (resource_id, name, source, record)
      );
      create index name_name on catalogue.name using hash (name);

      create table catalogue.link (
        subject_id text not null,
        predicate text not null,
        target text not null,
        object_id text,
        object_type text not null,
        source text not null,
        record text not null
      );
      create index link_subject on catalogue.link (subject_id, predicate, object_id);
      create index link_object on catalogue.link (object_id, predicate, subject_id) where object_id is not null;
      create index link_target on catalogue.link using hash (target) where object_type = 'resource';
    `),
    ...SEARCH_MIGRATIONS,
    ...GRAPH_MIGRATIONS,
    '004-changes': statements('create index resource_updated on catalogue.resource (updated, ordinal);'),
    ...QUALITY_MIGRATIONS,
    '005-identity': statements(`
      alter table catalogue.resource add column merged_into text, add column choices jsonb not null default '{}';
      create table catalogue.verdict (
        a_source text not null,
        a_key text not null,
        b_source text not null,
        b_key text not null,
        same boolean not null,
        at timestamptz not null,
        by text not null,
        primary key (a_source, a_key, b_source, b_key)
      );
      create index verdict_b on catalogue.verdict (b_source, b_key);

      create table catalogue.proposal (
        id bigint generated always as identity primary key,
        type text not null,
        subject text not null,
        fingerprint text not null,
        detail jsonb not null,
        state text not null default 'open',
        proposed timestamptz not null,
        decided timestamptz,
        by text,
        note text,
        undo jsonb,
        unique (type, fingerprint)
      );
      create index proposal_queue on catalogue.proposal (state, type, id);
    `),
    // These texts are read far less often than they are written, and packing them took a tenth of a harvest.
    '006-unpacked': statements(`
      alter table catalogue.resource alter content set storage external, alter provenance set storage external;
      alter table catalogue.revision alter content set storage external;
      alter table catalogue.record alter description set storage external;
      alter table catalogue.search_row alter body set storage external;
    `),
    ...VISIBILITY_MIGRATIONS,
    // Of records another node says: the registry records they were made from, and whether they are to be joined with nothing.
    '008-other-nodes': statements(`
      alter table catalogue.record add column stands_for text[] not null default '{}', add column apart boolean not null default false;
    `),
    // Resources that were withdrawn from the public, or are for everybody for a time only: when, and what harvesters knew of them.
    '009-disclosure': statements(`
      create table catalogue.disclosure (resource_id text primary key, category text not null, opened timestamptz, closed timestamptz);
      insert into catalogue.disclosure (resource_id, category, opened)
      select id, category, updated from catalogue.resource where visibility like 'shown public %';
    `),
  },
};
