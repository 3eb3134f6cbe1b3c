import { statements, type RoomMigrations } from '../kernel/migrate.ts';

export const identityMigrations: RoomMigrations = {
  schema: 'identity',
  migrations: {
    '001-organisations': statements(`
      create table identity.organisation (id text primary key, name jsonb not null, url text, ror text);
    `),
  },
};
