import { statements } from '../../kernel/migrate.ts';

/** What the loops that follow feeds keep beside the tables that everybody reads. */
export const FOLLOWING_MIGRATIONS = {
  '030-following': statements(`
    alter table federation.following
      add column scope text not null default '{}',
      add column keys_learned boolean not null default false,
      add column relays boolean;
    alter table federation.following_bucket set (fillfactor = 50);
    alter table federation.following set (fillfactor = 50);
  `),
};
