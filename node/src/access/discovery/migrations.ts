import type { Migration } from 'kysely/migration';
import { statements } from '../../kernel/migrate.ts';

/** The classes of visibility that resources are of: what a sight is composed of. */
export const DISCOVERY_MIGRATIONS: Record<string, Migration> = {
  '050-classes': statements(`
    create table access.visibility_class (
      name text primary key,
      state text not null,
      discovery text not null,
      organisation text,
      timed boolean not null
    );
    insert into access.visibility_class values ('public', 'shown', 'public', null, false);
    create trigger visibility_class_changed after insert or update or delete or truncate on access.visibility_class
      for each statement execute function access.announce_change();
  `),
};
