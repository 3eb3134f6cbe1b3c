import { statements, type RoomMigrations } from '../kernel/migrate.ts';

export const vocabularyMigrations: RoomMigrations = {
  schema: 'vocabulary',
  migrations: {
    '001-terms': statements(`
      create table vocabulary.term (
        id text primary key,
        vocabulary text not null,
        term jsonb not null,
        digest text not null,
        withdrawn boolean not null default false,
        first_seen timestamptz not null,
        last_changed timestamptz not null
      );
      create index term_vocabulary on vocabulary.term (vocabulary) where not withdrawn;

      create table vocabulary.generation (
        singleton boolean primary key default true check (singleton),
        number bigint not null
      );
      insert into vocabulary.generation (number) values (0);
    `),
  },
};
