import { openDatabase, type Db } from '../../kernel/database.ts';
import { migrate } from '../../kernel/migrate.ts';
import { freshDatabase } from '../../kernel/testing/database.ts';
import { ledgerMigrations } from '../index.ts';

/** An empty ledger in a database of a test file's own. */
export async function openLedger(): Promise<{ db: Db; url: string; close(): Promise<void> }> {
  const database = await freshDatabase();
  const { db, close } = openDatabase(database.url);
  await migrate(db, [ledgerMigrations]);
  return {
    db,
    url: database.url,
    close: async () => {
      await close();
      await database.drop();
    },
  };
}
