import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startPostgres } from '../postgres/index.ts';
import type {} from './database.ts';

/** One PostgreSQL server for the whole run of vitest; returns how to end it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.BIOTOPE_TEST_DATABASE_URL;
  if (given) {
    project.provide('postgresUrl', given);
    return async () => {};
  }
  const dataFolder = mkdtempSync(join(tmpdir(), 'biotope-test-'));
  const postgres = await startPostgres({ dataFolder });
  project.provide('postgresUrl', postgres.url);
  return async () => {
    await postgres.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  };
}
