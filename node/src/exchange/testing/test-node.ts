import { accessMigrations } from '../../access/index.ts';
import { catalogueMigrations } from '../../catalogue/index.ts';
import { identityMigrations } from '../../identity/index.ts';
import { openDatabase, type Db } from '../../kernel/database.ts';
import { migrate } from '../../kernel/migrate.ts';
import { freshDatabase } from '../../kernel/testing/database.ts';
import { ledgerMigrations } from '../../ledger/index.ts';
import { vocabularyHolder, vocabularyMigrations, type VocabularyHolder } from '../../vocabulary/index.ts';
import { harvestingContext } from '../harvesting.ts';
import type { SourceListing } from '../list-sources.ts';
import { exchangeMigrations } from '../migrations.ts';
import type { Source } from '../source.ts';

/** The rooms below a node's HTTP server, on an empty database. */
export interface TestNode {
  db: Db;
  url: string;
  vocabulary: VocabularyHolder;
  context: SourceListing;
  /** The same node with these sources beside its own. */
  withSources(...sources: Source[]): SourceListing;
  close(): Promise<void>;
}

export async function openTestNode(url: string): Promise<TestNode> {
  const { db, close } = openDatabase(url);
  await migrate(db, [ledgerMigrations, vocabularyMigrations, identityMigrations, accessMigrations, catalogueMigrations, exchangeMigrations]);
  const vocabulary = vocabularyHolder(db);
  await vocabulary.refresh();
  const context = harvestingContext({
    db,
    databaseUrl: url,
    vocabulary: () => vocabulary.current(),
    onVocabularyChanged: () => vocabulary.refresh(),
    web: { allowHosts: ['127.0.0.1'] },
  });
  return {
    db,
    url,
    vocabulary,
    context,
    withSources: (...sources) => ({
      ...context,
      sources: [...sources, ...context.sources],
      source: (id) => sources.find((it) => it.id === id) ?? context.source(id),
      addressOf: (id) => (sources.some((it) => it.id === id) ? import.meta.dirname : context.addressOf(id)),
    }),
    close,
  };
}

export async function testNode(): Promise<TestNode> {
  const database = await freshDatabase();
  const node = await openTestNode(database.url);
  return {
    ...node,
    async close() {
      await node.close();
      await database.drop();
    },
  };
}
