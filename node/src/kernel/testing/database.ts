import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { inject } from 'vitest';

/** SQLSTATE. */
const INSUFFICIENT_PRIVILEGE = '42501';
const MOST_ATTEMPTS = 10;

declare module 'vitest' {
  interface ProvidedContext {
    /** The PostgreSQL server of this test run, started in `global-setup.ts`. */
    postgresUrl: string;
  }
}

/**
 * A PostgreSQL server for tests: the one named in BIOTOPE_TEST_DATABASE_URL, else an embedded one shared by the whole
 * run. Its `stop` has nothing to do: the run starts and ends the server.
 */
export async function testServer(): Promise<{ url: string; stop(): Promise<void> }> {
  return { url: inject('postgresUrl'), stop: async () => {} };
}

/** An empty database of a test file's own. Drop it in `afterAll`, also when connections are still open. */
export async function freshDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const { url: server } = await testServer();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await command(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => drop(server, name) };
}

/** PostgreSQL may be tidying the database up, which only ends by itself: then it is tried again. */
async function drop(server: string, name: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await command(server, `drop database if exists ${name} with (force)`);
    } catch (error) {
      if ((error as { code?: string }).code !== INSUFFICIENT_PRIVILEGE || attempt === MOST_ATTEMPTS) throw error;
      await wait(200 * attempt);
    }
  }
}

async function command(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
