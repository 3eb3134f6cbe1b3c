import { accessMigrations, visibilityOf, type Discovery } from '../../../access/index.ts';
import { hitRows } from '../hit-rows.ts';
import { identityMigrations } from '../../../identity/index.ts';
import { openDatabase, run, type Db } from '../../../kernel/database.ts';
import { identifierOf } from '../../../kernel/identifiers.ts';
import { migrate } from '../../../kernel/migrate.ts';
import { sealOf } from '../../../kernel/seal.ts';
import { freshDatabase } from '../../../kernel/testing/database.ts';
import { snapshotOf, type Vocabulary } from '../../../vocabulary/index.ts';
import { aTerm, exact } from '../../../vocabulary/testing/term.ts';
import { catalogueMigrations } from '../../migrations.ts';
import type { ResourceContent } from '../../resource.ts';
import { openSearchIndex, type SearchIndex } from '../search-index.ts';
import type { Searching } from '../search-resources.ts';
import { putSearchRows, removeSearchRows, type Searchable } from '../search-rows.ts';

/** A small vocabulary in two languages, two levels deep. */
export const VOCABULARY: Vocabulary = snapshotOf(
  [
    aTerm('topic_0003', 'Topic'),
    aTerm('topic_0080', 'Sequence analysis', { label: { en: 'Sequence analysis', zh: '序列分析' }, broader: ['edam:topic_0003'] }),
    aTerm('topic_3308', 'Transcriptomics', { label: { en: 'Transcriptomics', zh: '转录组学' }, broader: ['edam:topic_0080'] }),
    aTerm('topic_3170', 'RNA-Seq', { label: { en: 'RNA-Seq', zh: 'RNA测序' }, broader: ['edam:topic_3308'], synonyms: [exact('Whole transcriptome shotgun sequencing')] }),
    aTerm('topic_0621', 'Model organisms', { label: { en: 'Model organisms', zh: '模式生物' }, broader: ['edam:topic_0003'] }),
    aTerm('operation_0004', 'Operation'),
    aTerm('operation_0292', 'Sequence alignment', {
      label: { en: 'Sequence alignment', zh: '序列比对' },
      broader: ['edam:operation_0004'],
      synonyms: [exact('Sequence alignment construction'), exact('序列联配', 'zh')],
    }),
    aTerm('operation_0492', 'Multiple sequence alignment', {
      label: { en: 'Multiple sequence alignment', zh: '多序列比对' },
      broader: ['edam:operation_0292'],
      synonyms: [exact('MSA')],
    }),
    aTerm('format_2330', 'Textual format'),
    aTerm('format_1929', 'FASTA', { broader: ['edam:format_2330'], extensions: ['fa'] }),
  ],
  1,
);

export const term = (local: string) => VOCABULARY.ref(`edam:${local}`);

export function aContent(title: ResourceContent['title'], more: Partial<ResourceContent> = {}): ResourceContent {
  return {
    category: 'tool', kind: 'tool', title, identifiers: [], topics: [], operations: [], reads: [], writes: [], formats: [],
    keywords: [], contacts: [], endpoints: [], distributions: [], publications: [], links: [], status: 'published', ...more,
  }; // prettier-ignore
}

/** Resources written straight into the catalogue's tables, as the publishing pipeline does. */
export interface TestCatalogue {
  url: string;
  db: Db;
  /** Writes a resource (a known title key again: a new revision of it) and answers its ordinal. */
  put(
    items: { key: string; content: ResourceContent; sources?: string[]; updated?: Date; links?: number; discovery?: Discovery; organisation?: string; from?: Date; until?: Date }[],
  ): Promise<number[]>;
  remove(keys: string[]): Promise<void>;
  searching(index: SearchIndex): Searching;
  open(options?: { snapshotFolder?: string; pollMilliseconds?: number; log?: (message: string) => void }): Promise<SearchIndex>;
  close(): Promise<void>;
}

export async function testCatalogue(): Promise<TestCatalogue> {
  const { url, drop } = await freshDatabase();
  const { db, close } = openDatabase(url, { max: 4 });
  await migrate(db, [identityMigrations, accessMigrations, catalogueMigrations]);
  const opened: SearchIndex[] = [];
  const held = hitRows();
  return {
    url,
    db,
    put: (items) =>
      db.transaction().execute(async (trx) => {
        const written: Searchable[] = [];
        for (const {
          key,
          content,
          sources = ['test'],
          updated = new Date('2026-01-01T00:00:00Z'),
          links = 0,
          discovery = 'public',
          organisation,
          from = null,
          until = null,
        } of items) {
          const visibility = visibilityOf({ status: content.status, discovery, organisation, timed: from !== null || until !== null });
          const id = identifierOf('test', key);
          const { rows } = await run(
            trx,
            `insert into catalogue.resource (id, category, kind, status, title, content, provenance, revision, links, created, updated, visibility, shown_from, shown_until)
             values ($1, $2, $3, $4, $5, $6, '{}', 1, $7, $8, $8, $9, $10, $11)
             on conflict (id) do update set category = excluded.category, kind = excluded.kind, status = excluded.status, title = excluded.title,
               content = excluded.content, links = excluded.links, updated = excluded.updated, revision = catalogue.resource.revision + 1,
               visibility = excluded.visibility, shown_from = excluded.shown_from, shown_until = excluded.shown_until
             returning ordinal`,
            [id, content.category, content.kind, content.status, JSON.stringify(content.title), JSON.stringify(content), links, updated, visibility, from, until],
          );
          written.push({ ordinal: rows[0]?.['ordinal'] as number, id, content, sources, updated, links, visibility, shown_from: from, shown_until: until });
        }
        await putSearchRows(trx, written, VOCABULARY);
        return written.map((item) => item.ordinal);
      }),
    remove: (keys) =>
      db.transaction().execute(async (trx) => {
        const { rows } = await run(trx, 'delete from catalogue.resource where id = any($1) returning ordinal', [keys.map((key) => identifierOf('test', key))]);
        await removeSearchRows(
          trx,
          rows.map((row) => row['ordinal'] as number),
        );
      }),
    searching: (index) => ({
      seal: sealOf('a secret of tests', 'search'),
      rows: held,
      db,
      index,
      vocabulary: () => VOCABULARY,
      organisationNames: async (ids) => new Map(ids.map((id) => [id, { en: `Institute ${id}`, zh: `研究所${id}` }])),
      sourceTitles: async (ids) => new Map(ids.map((id) => [id, { en: `Source ${id}` }])),
      organisationsNamed: async (name) => (name.toLowerCase() === 'the institute' ? ['p1'] : []),
    }),
    open: async (options = {}) => {
      const index = await openSearchIndex({ db, databaseUrl: url, log: () => {}, ...options });
      opened.push(index);
      return index;
    },
    close: async () => {
      for (const index of opened) await index.close();
      await close();
      await drop();
    },
  };
}
