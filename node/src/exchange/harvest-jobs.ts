import type { PgBoss } from 'pg-boss';
import { DomainError, reasonOf } from '../kernel/errors.ts';
import { runHarvest, type HarvestContext } from './harvest-run.ts';
import { isLocked } from './harvest-lock.ts';
import { queueAgain, requestHarvest } from './request-harvest.ts';
import { exchangeTables } from './tables.ts';

const HARVEST_QUEUE = 'harvest';

/** A harvest that was asked for, or (from a schedule) a source whose turn it is. */
type Job = { harvest: string } | { source: string };

export interface HarvestJobs extends HarvestContext {
  boss: PgBoss;
  addressOf: (source: string) => string | undefined;
}

const DAY = 24 * 60 * 60;
const POLL = 0.5;

export const enqueue = (boss: PgBoss, harvest: string) => boss.send(HARVEST_QUEUE, { harvest } satisfies Job);

/**
 * Takes harvests from the queue, one at a time: they share the database's writers anyway. A job is never retried by the
 * queue; a harvest knows by itself how far it came.
 */
export async function workHarvests(jobs: HarvestJobs, running: Map<string, AbortController>): Promise<void> {
  await jobs.boss.createQueue(HARVEST_QUEUE, { retryLimit: 0, expireInSeconds: DAY, deleteAfterSeconds: 7 * DAY });
  await jobs.boss.work<Job>(HARVEST_QUEUE, { pollingIntervalSeconds: POLL, batchSize: 1 }, async ([job]) => {
    if (!job) return;
    try {
      const id = 'harvest' in job.data ? job.data.harvest : (await requestHarvest(jobs, { source: job.data.source, by: 'schedule' })).id;
      const abort = new AbortController();
      running.set(id, abort);
      await runHarvest(jobs, id, { signal: abort.signal }).finally(() => running.delete(id));
    } catch (error) {
      // Refused: it runs elsewhere, or has come to its end since it was queued.
      if (!(error instanceof DomainError)) throw error;
      jobs.log(`harvest job ${JSON.stringify(job.data)}: ${reasonOf(error)}`);
    }
  });
}

/** Queues again what was cut off (by a crash, a kill, a power failure) or was still waiting. */
export async function resumeInterrupted(jobs: HarvestJobs): Promise<string[]> {
  const open = await exchangeTables(jobs.db).selectFrom('harvest').select(['id', 'source', 'state']).where('state', 'in', ['queued', 'running']).orderBy('ordinal').execute();
  const resumed: string[] = [];
  for (const { id, source, state } of open) {
    if (state === 'running') {
      if (await isLocked(jobs.databaseUrl, source)) continue;
      await queueAgain(jobs, id);
    }
    await enqueue(jobs.boss, id);
    resumed.push(id);
  }
  return resumed;
}

/** Sets each source's schedule, and takes away those that are no longer wanted. */
export async function scheduleHarvests({ boss }: HarvestJobs, schedules: { source: string; cron: string }[]): Promise<void> {
  const wanted = new Map(schedules.map((it) => [it.source, it.cron]));
  for (const { key } of await boss.getSchedules(HARVEST_QUEUE)) if (key && !wanted.has(key)) await boss.unschedule(HARVEST_QUEUE, key);
  for (const [source, cron] of wanted) await boss.schedule(HARVEST_QUEUE, cron, { source } satisfies Job, { key: source, tz: 'UTC' });
}
