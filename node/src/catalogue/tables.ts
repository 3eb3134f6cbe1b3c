import type { Generated, JSONColumnType } from 'kysely';
import type { LanguageMap } from '../kernel/language-map.ts';
import type { Description } from './description.ts';
import type { Category, Kind, Status } from './kinds.ts';
import type { NodeType, PredicateName } from './predicates.ts';
import type { StoredProvenance } from './provenance.ts';
import type { ResourceContent } from './resource.ts';

/** The tables of schema `catalogue`, apart from those of search. */
export interface CatalogueTables {
  resource: {
    id: string;
    ordinal: Generated<number>;
    category: Category;
    kind: Kind;
    status: Status;
    title: JSONColumnType<LanguageMap>;
    content: JSONColumnType<ResourceContent>;
    provenance: JSONColumnType<StoredProvenance>;
    revision: number;
    links: Generated<number>;
    created: Date;
    updated: Date;
    merged_into: string | null;
    choices: JSONColumnType<Record<string, { source: string; record: string }>>;
    visibility: string;
    shown_from: Date | null;
    shown_until: Date | null;
  };
  revision: {
    resource_id: string;
    number: number;
    at: Date;
    by: string;
    note: string | null;
    changed: string[];
    content: JSONColumnType<ResourceContent>;
  };
  record: {
    source: string;
    key: string;
    collection: string;
    resource_id: string;
    digest: string;
    description: JSONColumnType<Description>;
    stands_for: string[];
    apart: boolean;
    unresolved: string[];
    withdrawn: boolean;
    first_seen: Date;
    last_changed: Date;
  };
  name: { name: string; resource_id: string; source: string; record: string; denotes: boolean };
  link: {
    subject_id: string;
    predicate: PredicateName;
    target: string;
    object_id: string | null;
    object_type: NodeType;
    source: string;
    record: string;
  };
}
