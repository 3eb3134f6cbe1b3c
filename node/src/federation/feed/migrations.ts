import type { Migration } from 'kysely/migration';
import { statements } from '../../kernel/migrate.ts';

/**
 * What this node hands out. `feed_epoch` has one numbering of events per audience, `feed_event` the log of each,
 * `feed_entry` what it carries now with the event that says it, `feed_bucket` the digest of that in parts; `said` is what
 * this node said last of each of its resources, and `feed_state` how far it has looked at its catalogue.
 */
export const FEED_MIGRATIONS: Record<string, Migration> = {
  '020-feed': statements(`
    create table federation.feed_state (
      singleton boolean primary key default true check (singleton),
      incarnation int not null,
      url text not null,
      outbox bigint not null,
      compare_after int,
      compared timestamptz,
      sight text not null,
      looked timestamptz not null,
      kids text[] not null default '{}',
      evidence timestamptz
    );

    create table federation.feed_epoch (
      audience text primary key,
      epoch text not null,
      number int not null,
      sequence bigint not null default 0,
      head text not null,
      published timestamptz,
      begun timestamptz not null
    );

    create table federation.feed_bucket (
      audience text not null,
      bucket smallint not null,
      count int not null,
      sum text not null,
      primary key (audience, bucket)
    ) with (fillfactor = 50);

    create table federation.feed_event (
      audience text not null,
      epoch text not null,
      sequence bigint not null,
      published timestamptz not null,
      head text not null,
      opening text not null,
      said text not null,
      origin text not null,
      resource text not null,
      content text not null,
      taken_back boolean not null default false,
      primary key (audience, epoch, sequence)
    );
    create index feed_event_subject on federation.feed_event (audience, origin, resource) where not taken_back;
    alter table federation.feed_event alter said set storage external, alter opening set storage external;

    create table federation.feed_entry (
      audience text not null,
      origin text not null,
      resource text not null,
      bucket smallint not null,
      incarnation int not null,
      version int not null,
      hash text not null,
      via text[] not null default '{}',
      sequence bigint not null,
      primary key (audience, origin, resource)
    );
    create index feed_entry_bucket on federation.feed_entry (audience, bucket);
    create index feed_entry_sequence on federation.feed_entry (audience, sequence);

    create table federation.said (
      resource text primary key,
      version int not null,
      audience text,
      digest text
    );
  `),
};
