import pg from 'pg';
import { conflict } from '../kernel/errors.ts';

const NAMESPACE = 0x68617276;

/** Held while a source is harvested; lost when its process or its connection ends, however that comes about. */
export interface SourceLock {
  /** Aborted when the connection that holds the lock breaks: somebody else may hold it from then on. */
  lost: AbortSignal;
  release(): Promise<void>;
}

/** Keeps a source to oneself, across processes; the connection is the lock's own. */
export async function lockSource(databaseUrl: string, source: string): Promise<SourceLock | undefined> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: `biotope harvest ${source}`, keepAlive: true });
  const lost = new AbortController();
  client.on('error', () => lost.abort());
  client.on('end', () => lost.abort());
  await client.connect();
  try {
    const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as locked', [NAMESPACE, source]);
    if (!rows[0]?.locked) {
      await client.end();
      return undefined;
    }
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  return { lost: lost.signal, release: () => client.end().catch(() => undefined) };
}

/** Whether anybody harvests the source at this moment. */
export async function isLocked(databaseUrl: string, source: string): Promise<boolean> {
  const lock = await lockSource(databaseUrl, source);
  await lock?.release();
  return lock === undefined;
}

export const lockedBy = (source: string, running: { id: string; by: string; started: Date | null } | undefined) =>
  conflict(
    `The source "${source}" is being harvested already${running ? ` (harvest ${running.id}, begun by ${running.by}${running.started ? ` at ${running.started.toISOString()}` : ''})` : ''}`,
  );
