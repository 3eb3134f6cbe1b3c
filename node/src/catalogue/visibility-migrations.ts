import type { Migration } from 'kysely/migration';
import { statements } from '../kernel/migrate.ts';

/**
 * To whom each resource is shown: its class (`visibilityOf` in access), and between which instants, in `resource` and
 * beside what is searched. The classes that resources are of already are made known to access, where that stands.
 */
export const VISIBILITY_MIGRATIONS: Record<string, Migration> = {
  '007-visibility': statements(`
    alter table catalogue.resource add column visibility text, add column shown_from timestamptz, add column shown_until timestamptz;
    update catalogue.resource set visibility =
      case when status in ('draft', 'in-review') then 'unpublished public ' || coalesce(content -> 'provider' ->> 'id', '-') || ' always' else 'public' end;
    alter table catalogue.resource alter column visibility set not null;

    alter table catalogue.search_row add column visibility text, add column shown_from timestamptz, add column shown_until timestamptz;
    update catalogue.search_row s set visibility = r.visibility from catalogue.resource r where r.ordinal = s.ordinal;
    delete from catalogue.search_row where visibility is null;
    alter table catalogue.search_row alter column visibility set not null, drop column keepers_only;

    -- Whether a node of the graph may be discovered is asked for every link walked over, and answered from this index alone.
    drop index catalogue.resource_discovery;
    create index resource_discovery on catalogue.resource (id) include (status, kind, visibility, shown_from, shown_until);
    -- The few that not everybody sees.
    create index resource_hidden on catalogue.resource (id) where visibility <> 'public' or status = 'withdrawn';

    do $$ begin
      if to_regclass('access.visibility_class') is not null then
        insert into access.visibility_class (name, state, discovery, organisation, timed)
        select distinct visibility, 'unpublished', 'public', nullif(split_part(visibility, ' ', 3), '-'), false
        from catalogue.resource where visibility <> 'public' on conflict do nothing;
      end if;
    end $$;
  `),
};
