import type { Migration } from 'kysely/migration';
import { statements } from '../../kernel/migrate.ts';

/** Reports are not changed; a certificate is revoked once and otherwise not changed. */
export const CERTIFICATE_MIGRATIONS: Record<string, Migration> = {
  '022-certificates': statements(`
    create table access.check_report (
      id bigint generated always as identity primary key,
      resource text not null,
      revision int not null,
      digest text not null,
      at timestamptz not null,
      by text not null,
      checks jsonb not null,
      sample jsonb
    );
    create index check_report_resource on access.check_report (resource, id desc);
    create trigger check_report_kept before update or delete or truncate on access.check_report
      for each statement execute function access.refuse_change();

    create sequence access.certificate_number;
    create table access.certificate (
      id bigint primary key,
      resource text not null,
      revision int not null,
      digest text not null,
      report bigint not null references access.check_report,
      checks jsonb not null,
      at timestamptz not null,
      by text not null,
      signed_for text,
      expires timestamptz not null,
      signature text not null,
      revoked_at timestamptz,
      revoked_by text,
      revoked_reason text
    );
    create index certificate_resource on access.certificate (resource, id desc);
    create trigger certificate_changed after insert or update on access.certificate
      for each statement execute function access.announce_change();
    create function access.only_revoke_certificate() returns trigger language plpgsql as $$
      begin
        if old.revoked_at is not null or (to_jsonb(new) - '{revoked_at,revoked_by,revoked_reason}'::text[]) <> (to_jsonb(old) - '{revoked_at,revoked_by,revoked_reason}'::text[])
          then raise exception 'a certificate is revoked once and otherwise not changed'; end if;
        return new;
      end $$;
    create trigger certificate_only_revoked before update on access.certificate for each row execute function access.only_revoke_certificate();
    create trigger certificate_kept before delete or truncate on access.certificate for each statement execute function access.refuse_change();
  `),
  // What the operator set in biotope.yaml, where processes that write what is shown find it.
  '060-default-certification': statements(`
    create table access.default_certification (
      only_row boolean primary key default true check (only_row),
      certification text not null check (certification in ('none', 'required'))
    );
    create trigger default_certification_changed after insert or update or delete or truncate on access.default_certification
      for each statement execute function access.announce_change();
  `),
};
