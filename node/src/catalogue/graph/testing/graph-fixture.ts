import { PUBLIC_SIGHT, visibilityOf } from '../../../access/index.ts';
import { openDatabase, run, type Db } from '../../../kernel/database.ts';
import { migrate } from '../../../kernel/migrate.ts';
import { freshDatabase } from '../../../kernel/testing/database.ts';
import { snapshotOf, type Term, type Vocabulary } from '../../../vocabulary/index.ts';
import { KIND_CATEGORIES, type Kind, type Status } from '../../kinds.ts';
import { catalogueMigrations } from '../../migrations.ts';
import type { PredicateName } from '../../predicates.ts';
import { nodeTypeOf, type Asking } from '../asking.ts';

export interface GivenResource {
  id: string;
  kind: Kind;
  status?: Status;
  title?: string;
  popularity?: number;
  reason?: string;
}
/** Subject, predicate, object, source. */
export type GivenLink = [string, PredicateName, string | null, string?];

export interface GivenGraph {
  resources: GivenResource[];
  links: GivenLink[];
}

/** A database with the catalogue's tables, and what is needed to ask it. */
export async function graphDatabase(): Promise<{ db: Db; asking(more?: Partial<Asking>): Asking; close(): Promise<void> }> {
  const fresh = await freshDatabase();
  const { db, close } = openDatabase(fresh.url);
  await migrate(db, [catalogueMigrations]);
  const vocabulary = vocabularyOf([]);
  const organisationNames: Asking['organisationNames'] = async (ids) => new Map(ids.map((id) => [id, { en: id.slice(4).toUpperCase() }]));
  return {
    db,
    asking: (more) => ({ db, vocabulary, organisationNames, sight: PUBLIC_SIGHT, ...more }),
    close: async () => {
      await close();
      await fresh.drop();
    },
  };
}

/** Puts this graph in the place of the one before. `links` counts what the public may discover, as the catalogue keeps it. */
export async function putGraph(db: Db, { resources, links }: GivenGraph): Promise<void> {
  await run(db, 'truncate catalogue.resource, catalogue.link cascade');
  const rows = resources.map(({ id, kind, status = 'published', title = id, popularity, reason }) => {
    const content = { title: { en: title }, status, popularity, statusReason: reason };
    const visibility = visibilityOf({ status, discovery: 'public', timed: false });
    return { id, kind, status, visibility, category: KIND_CATEGORIES[kind][0], title: { en: title, zh: `${title}（中）` }, content };
  });
  await run(
    db,
    `insert into catalogue.resource (id, category, kind, status, title, content, provenance, revision, created, updated, visibility)
     select id, category, kind, status, title, content, '{}', 1, now(), now(), visibility
     from jsonb_to_recordset($1::jsonb) as t(id text, category text, kind text, status text, title jsonb, content jsonb, visibility text)`,
    [JSON.stringify(rows)],
  );
  await run(
    db,
    `insert into catalogue.link (subject_id, predicate, target, object_id, object_type, source, record)
     select subject_id, predicate, coalesce(object_id, 'unknown'), object_id, object_type, source, 'record'
     from jsonb_to_recordset($1::jsonb) as t(subject_id text, predicate text, object_id text, object_type text, source text)`,
    [JSON.stringify(links.map(([subject_id, predicate, object_id, source = 'test']) => ({ subject_id, predicate, object_id, object_type: nodeTypeOf(object_id ?? ''), source })))],
  );
  await run(
    db,
    `update catalogue.resource r set links = (
       select count(*) from catalogue.link l left join catalogue.resource s on s.id = l.subject_id left join catalogue.resource o on o.id = l.object_id
       where (l.subject_id = r.id or l.object_id = r.id) and s.status in ('published', 'deprecated') and (l.object_type <> 'resource' or o.status in ('published', 'deprecated')))`,
  );
}

/** A term for a test. */
export function aTerm(local: string, en: string, zh: string, more: Partial<Term> = {}): Term {
  const branch = local.slice(0, local.indexOf('_'));
  return {
    id: `edam:${local}`,
    iri: `http://edamontology.org/${local}`,
    vocabulary: 'edam',
    branch,
    label: { en, zh },
    synonyms: [],
    broader: [],
    deprecated: false,
    replacedBy: [],
    consider: [],
    relations: [],
    extensions: [],
    ...more,
  };
}

export const vocabularyOf = (terms: Term[]): Vocabulary =>
  snapshotOf([...terms, aTerm('topic_1', 'Genomics', '基因组学'), aTerm('format_1', 'FASTQ', 'FASTQ'), aTerm('operation_1', 'Mapping', '比对')], 1);

/** A resource's identifier of the right form, by a short name. */
export const rid = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[ilou]/g, '0')
    .padEnd(12, '0');
