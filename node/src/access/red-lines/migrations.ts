import type { Migration } from 'kysely/migration';
import { statements } from '../../kernel/migrate.ts';

/** A red line is never deleted; all that changes is that it is ended, once. */
export const RED_LINE_MIGRATIONS: Record<string, Migration> = {
  '021-red-lines': statements(`
    create table access.red_line (
      id text primary key,
      title jsonb not null,
      data_category text not null,
      forbids text not null check (forbids in ('sharing', 'export', 'leaving-country')),
      country text,
      source jsonb not null,
      "from" timestamptz not null,
      until timestamptz,
      entered_at timestamptz not null,
      entered_by text not null,
      ended_at timestamptz,
      ended_by text,
      ended_reason text
    );
    create trigger red_line_changed after insert or update on access.red_line
      for each statement execute function access.announce_change();
    create function access.only_end_red_line() returns trigger language plpgsql as $$
      begin
        if old.ended_at is not null or (to_jsonb(new) - '{until,ended_at,ended_by,ended_reason}'::text[]) <> (to_jsonb(old) - '{until,ended_at,ended_by,ended_reason}'::text[])
          then raise exception 'a red line is ended once and otherwise not changed'; end if;
        return new;
      end $$;
    create trigger red_line_only_ended before update on access.red_line for each row execute function access.only_end_red_line();
    create trigger red_line_kept before delete or truncate on access.red_line for each statement execute function access.refuse_change();
  `),
};
