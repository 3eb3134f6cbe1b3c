import { statements, type RoomMigrations } from '../kernel/migrate.ts';

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
  },
};
