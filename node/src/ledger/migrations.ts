import { statements, type RoomMigrations } from '../kernel/migrate.ts';

/** The database itself refuses to change an entry, and to remove one that no seal stands for. */
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
    '002-seals': statements(`
      create index entry_actor on ledger.entry (actor, sequence);
      create index entry_action on ledger.entry (action, sequence);
      create index entry_at on ledger.entry using brin (at);
      drop trigger append_only on ledger.entry;
      create trigger append_only before update or truncate on ledger.entry
        for each statement execute function ledger.refuse_change();
      create function ledger.refuse_unsealed() returns trigger language plpgsql as $$
        begin
          if exists (select from gone) and not exists (
            select from ledger.entry seal, (select min(sequence) as first, max(sequence) as last, count(*) as entries from gone) part
            where seal.action = 'ledger.seal' and seal.sequence > part.last
              and (seal.detail->>'first')::bigint = part.first and (seal.detail->>'last')::bigint = part.last
              and (seal.detail->>'entries')::bigint = part.entries
              and seal.detail->>'digest' = (select digest from gone where sequence = part.last)
              and not exists (select from ledger.entry older where older.sequence < part.last)
          ) then
            raise exception 'the ledger is append-only: only its oldest entries may go, whole, once a seal stands for them';
          end if;
          return null;
        end $$;
      create trigger sealed_only after delete on ledger.entry referencing old table as gone
        for each statement execute function ledger.refuse_unsealed();
    `),
  },
};
