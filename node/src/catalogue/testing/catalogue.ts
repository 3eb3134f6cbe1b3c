import { accessMigrations, openAccess, PUBLIC_SIGHT, type Access } from '../../access/index.ts';
import { identityMigrations } from '../../identity/index.ts';
import { openDatabase, type Db } from '../../kernel/database.ts';
import { migrate } from '../../kernel/migrate.ts';
import { freshDatabase } from '../../kernel/testing/database.ts';
import { ledgerMigrations } from '../../ledger/index.ts';
import { vocabularyHolder, vocabularyMigrations, type Vocabulary } from '../../vocabulary/index.ts';
import { catalogueMigrations } from '../migrations.ts';
import type { Reading } from '../read-resource.ts';

/** The catalogue and what it stands on, on an empty database. */
export interface OpenCatalogue {
  db: Db;
  vocabulary: Vocabulary;
  access: Access;
  /** As the public reads. */
  reading: Reading;
  close(): Promise<void>;
}

/** @param prepare what is to stand before the vocabulary is loaded. */
export async function openCatalogue(prepare?: (db: Db) => Promise<unknown>): Promise<OpenCatalogue> {
  const database = await freshDatabase();
  const { db, close } = openDatabase(database.url);
  await migrate(db, [ledgerMigrations, vocabularyMigrations, identityMigrations, accessMigrations, catalogueMigrations]);
  const access = await openAccess({ db, databaseUrl: database.url });
  await prepare?.(db);
  const vocabulary = await vocabularyHolder(db).refresh();
  return {
    db,
    vocabulary,
    access,
    reading: { db, vocabulary, sight: PUBLIC_SIGHT, baseUrl: 'https://node.example', sourceTitle: (id) => ({ en: id }) },
    async close() {
      await access.close();
      await close();
      await database.drop();
    },
  };
}
