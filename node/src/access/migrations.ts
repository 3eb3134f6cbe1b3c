import { statements, type RoomMigrations } from '../kernel/migrate.ts';
import { CERTIFICATE_MIGRATIONS } from './certificates/migrations.ts';
import { DISCOVERY_MIGRATIONS } from './discovery/migrations.ts';
import { POLICY_MIGRATIONS } from './policies/migrations.ts';
import { PASSPORT_MIGRATIONS } from './passports/migrations.ts';
import { RED_LINE_MIGRATIONS } from './red-lines/migrations.ts';
import { REQUESTS_MIGRATIONS } from './requests/migrations.ts';
import { TERMS_MIGRATIONS } from './terms/migrations.ts';

/**
 * Whatever can change an answer announces that it changed, whoever changed it: processes that keep answers listen on
 * the channel `answers_changed` and forget them.
 */
export const accessMigrations: RoomMigrations = {
  schema: 'access',
  migrations: {
    '001-announce': statements(`
      create function access.announce_change() returns trigger language plpgsql as $$
        begin perform pg_notify('answers_changed', tg_table_schema || '.' || tg_table_name); return null; end $$;
    `),
    ...POLICY_MIGRATIONS,
    ...TERMS_MIGRATIONS,
    ...RED_LINE_MIGRATIONS,
    ...CERTIFICATE_MIGRATIONS,
    ...REQUESTS_MIGRATIONS,
    ...PASSPORT_MIGRATIONS,
    ...DISCOVERY_MIGRATIONS,
  },
};
