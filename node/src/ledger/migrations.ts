import { statements, type RoomMigrations } from '../kernel/migrate.ts';

/** The database itself refuses to change or remove an entry. */
export const ledgerMigrations: RoomMigrations = {
  schema: 'ledger',
  migrations: {
    '001-entries': statements(`
      create table ledger.entry (
        sequence bigint primary key,
        at timestamptz not null,
        actor text not null,
        action text not null,
        subject text not null,
        detail jsonb not null,
        previous text not null,
        digest text not null
      );
      create index entry_subject on ledger.entry (subject, sequence);
      create function ledger.refuse_change() returns trigger language plpgsql as $$
        begin raise exception 'the ledger is append-only'; end $$;
      create trigger append_only before update or delete or truncate on ledger.entry
        for each statement execute function ledger.refuse_change();
    `),
  },
};
