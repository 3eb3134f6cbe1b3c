import type { Migration } from 'kysely/migration';
import { statements } from '../../kernel/migrate.ts';

/** Visas that were issued, without their text: what the check address and their holder ask for. */
export const PASSPORT_MIGRATIONS: Record<string, Migration> = {
  '040-visas': statements(`
    create table access.visa (
      jti text primary key,
      person text not null,
      type text not null,
      value text not null,
      resource text,
      "grant" text,
      issued timestamptz not null,
      expires timestamptz not null
    );
    create index visa_of_person on access.visa (person, expires desc);
  `),
};
