import type { Migration } from 'kysely/migration';
import { statements } from '../../kernel/migrate.ts';

/**
 * Events are the truth and are neither changed nor deleted. What `request` says beside its first row of values, and all
 * of `grant`, is made from them and can be made anew (`rebuild`).
 */
export const REQUESTS_MIGRATIONS: Record<string, Migration> = {
  '030-requests': statements(`
    create table access.request (
      id text primary key,
      resource text not null,
      person text not null,
      created timestamptz not null,
      organisation text,
      status text not null,
      waits_since timestamptz not null
    );
    create index request_of_person on access.request (person, created desc, id);
    create index request_of_resource on access.request (resource, created desc, id);
    create index request_of_status on access.request (status, created desc, id);
    create table access.request_event (
      request text not null references access.request,
      sequence int not null check (sequence > 0),
      at timestamptz not null,
      by text not null,
      name text not null,
      type text not null,
      detail jsonb not null,
      primary key (request, sequence)
    );
    create trigger request_event_kept before update or delete or truncate on access.request_event
      for each statement execute function access.refuse_change();
    create table access."grant" (
      id text primary key references access.request,
      person text not null,
      resource text not null,
      actions text[] not null,
      purpose jsonb not null,
      destination text,
      obligations jsonb not null,
      starts timestamptz not null,
      ends timestamptz not null,
      revoked timestamptz
    );
    create index grant_of_person on access."grant" (person, resource);
    create trigger grant_changed after insert or update or delete or truncate on access."grant"
      for each statement execute function access.announce_change();
    create table access.reminder (
      request text not null references access.request,
      sequence int not null,
      task text not null,
      stage text not null,
      at timestamptz not null,
      primary key (request, sequence, task, stage)
    );
  `),
  '031-agreements': statements(`
    create table access.agreement (
      id text not null,
      version int not null,
      title jsonb not null,
      text jsonb not null,
      at timestamptz not null,
      by text not null,
      primary key (id, version)
    );
    create trigger agreement_kept before update or delete or truncate on access.agreement
      for each statement execute function access.refuse_change();
    create table access.agreement_acceptance (
      agreement text not null,
      version int not null,
      person text not null,
      name text not null,
      at timestamptz not null,
      primary key (person, agreement, version),
      foreign key (agreement, version) references access.agreement
    );
    create trigger agreement_acceptance_kept before update or delete or truncate on access.agreement_acceptance
      for each statement execute function access.refuse_change();
  `),
};
