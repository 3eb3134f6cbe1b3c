import type { Migration } from 'kysely/migration';
import { statements } from '../../kernel/migrate.ts';

/**
 * The tables of quality, in schema `catalogue`: what is known of each address resources name, the outcome of the last
 * assessment of each resource, and the counts made of them, by source and for the node.
 */
export const QUALITY_MIGRATIONS: Record<string, Migration> = {
  '007-quality': statements(`
    create table catalogue.address_check (
      address text primary key,
      host text not null,
      state text not null default 'unknown',
      http_status int,
      redirected_to text,
      reason text,
      checked timestamptz,
      failing_since timestamptz,
      failures int not null default 0,
      next_check timestamptz not null
    );
    create index address_check_next on catalogue.address_check (next_check);
    create index address_check_checked on catalogue.address_check (checked);

    create table catalogue.resource_quality (
      resource_id text primary key,
      sources text[] not null,
      partly text[] not null,
      fails text[] not null,
      findings text[] not null
    );

    create table catalogue.quality_summary (
      scope text primary key,
      summary jsonb not null,
      seen text not null,
      computed timestamptz not null
    );

    create index resource_title on catalogue.resource (kind, lower(coalesce(title ->> 'en', title ->> 'zh')));
  `),
};
