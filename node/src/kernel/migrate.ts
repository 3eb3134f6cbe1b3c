import { sql } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import type { Db } from './database.ts';

/** A room's schema and its changes in order, by name. */
export interface RoomMigrations {
  schema: string;
  migrations: Record<string, Migration>;
}

/**
 * Brings every room's schema up to date, lowest floor first. Each room keeps its own table of migrations, and
 * PostgreSQL's lock lets two processes that start at once migrate only once.
 */
export async function migrate(db: Db, rooms: RoomMigrations[]): Promise<void> {
  for (const { schema, migrations } of rooms) {
    await sql`create schema if not exists ${sql.id(schema)}`.execute(db);
    const migrator = new Migrator({ db, migrationTableSchema: schema, provider: { getMigrations: async () => migrations } });
    const { error, results } = await migrator.migrateToLatest();
    if (error) {
      const failed = results?.find((result) => result.status === 'Error')?.migrationName;
      throw new Error(`The database could not be brought up to date (schema ${schema}${failed ? `, step ${failed}` : ''}): ${String(error)}`, { cause: error });
    }
  }
}

/** A migration written as SQL statements. */
export const statements = (text: string): Migration => ({ up: async (db) => void (await sql.raw(text).execute(db)) });
