import type { Migration } from 'kysely/migration';
import { statements } from '../../kernel/migrate.ts';

/** Sets of policies as they were adopted; the last one is in force. None is changed or deleted. */
export const POLICY_MIGRATIONS: Record<string, Migration> = {
  '010-policy-sets': statements(`
    create table access.policy_set (
      version int primary key,
      files jsonb not null,
      digest text not null,
      at timestamptz not null,
      by text not null,
      note text
    );
    create trigger policy_set_changed after insert on access.policy_set
      for each statement execute function access.announce_change();
    create function access.keep_policy_sets() returns trigger language plpgsql as $$
      begin raise exception 'sets of policies are neither changed nor deleted'; end $$;
    create trigger policy_set_kept before update or delete or truncate on access.policy_set
      for each statement execute function access.keep_policy_sets();
  `),
};
