import { statements } from '../../kernel/migrate.ts';

/** What happened in each membership, and the nonces of signed requests that may not come again. */
export const MEMBERSHIP_MIGRATIONS = {
  '010-membership': statements(`
    create table federation.membership_event (
      membership text not null,
      sequence int not null,
      at timestamptz not null,
      by text not null,
      event text not null,
      detail jsonb not null default '{}',
      primary key (membership, sequence)
    );
    create index membership_state on federation.membership (side, state);
    create index membership_asked on federation.membership (asked desc, id);

    create table federation.membership_exchange (
      membership text primary key,
      delivered text not null,
      attempt timestamptz,
      failures int not null default 0,
      problem text
    );

    create table federation.request_nonce (
      node text not null,
      nonce text not null,
      until timestamptz not null,
      primary key (node, nonce)
    );
    create index request_nonce_until on federation.request_nonce (until);
  `),
};
