import { statements, type RoomMigrations } from '../kernel/migrate.ts';
import { FEED_MIGRATIONS } from './feed/index.ts';
import { FOLLOWING_MIGRATIONS } from './following/index.ts';
import { MEMBERSHIP_MIGRATIONS } from './membership/migrations.ts';

/**
 * `node` holds every node heard of, `membership` who belongs to whom, `following` each feed that is followed and
 * `holding` what it carries; `replica` is what an origin last said of a resource, whoever brought it. What of the
 * replicas the catalogue and this node's own feed are to show stands beside what they do, so that both follow by
 * themselves, from whatever point they were cut off at.
 */
export const federationMigrations: RoomMigrations = {
  schema: 'federation',
  migrations: {
    '001-federation': statements(`
      create table federation.node (
        id text primary key,
        url text not null,
        name jsonb not null,
        document json not null,
        learned_from text,
        first_seen timestamptz not null,
        updated timestamptz not null,
        problem jsonb
      );

      create table federation.membership (
        id text primary key,
        side text not null check (side in ('member', 'hub')),
        node_id text not null,
        url text not null,
        state text not null,
        role text not null,
        scope jsonb not null default '{}',
        shares_group boolean not null default false,
        trusts_askers boolean not null default false,
        asked timestamptz not null,
        decided timestamptz,
        until timestamptz,
        ended timestamptz,
        reason text,
        statements json not null default '[]'
      );
      create index membership_node on federation.membership (node_id, side);

      create table federation.following (
        id text primary key,
        node_id text not null,
        audience text not null,
        epoch text,
        sequence bigint not null default 0,
        head text not null,
        checkpoint json,
        count_there int,
        digest_there text,
        count_here int not null default 0,
        digest_here text,
        state text not null,
        problem jsonb,
        last_attempt timestamptz,
        last_success timestamptz,
        last_repair json,
        lag double precision,
        failures int not null default 0
      );

      create table federation.holding (
        following text not null,
        origin text not null,
        resource text not null,
        bucket smallint not null,
        incarnation int not null,
        version int not null,
        hash text not null,
        via text[] not null default '{}',
        state text not null,
        reason text,
        primary key (following, origin, resource)
      );
      create index holding_subject on federation.holding (origin, resource);
      create index holding_bucket on federation.holding (following, bucket);
      create index holding_refused on federation.holding (following) where state = 'refused';

      create table federation.following_bucket (
        following text not null,
        bucket smallint not null,
        count int not null,
        sum text not null,
        primary key (following, bucket)
      );

      create table federation.replica (
        origin text not null,
        resource text not null,
        incarnation int not null,
        version int not null,
        hash text not null,
        envelope text not null,
        jws text not null,
        audience text not null,
        gone boolean not null,
        received timestamptz not null,
        wanted text,
        placed text,
        problem text,
        relay text,
        relayed text,
        via text[] not null default '{}',
        primary key (origin, resource)
      );
      create index replica_to_place on federation.replica (received) where placed is distinct from wanted;
      create index replica_to_relay on federation.replica (received) where relayed is distinct from relay;
      alter table federation.replica alter envelope set storage external;
    `),
    ...MEMBERSHIP_MIGRATIONS,
    ...FEED_MIGRATIONS,
    ...FOLLOWING_MIGRATIONS,
  },
};
