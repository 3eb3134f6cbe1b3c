import type { PgBoss } from 'pg-boss';
import { remind } from '../access/requests/index.ts';
import type { Db } from '../kernel/database.ts';
import { reasonOf } from '../kernel/errors.ts';

const QUEUE = 'request-reminders';
/** Every hour: reminders are for days. */
const SCHEDULE = '17 * * * *';
const POLL_SECONDS = 30;

/** Reminders of deadlines of requests, as a job of this node. It reminds only: no deadline decides anything. */
export async function openRequestReminders({ db, boss, log }: { db: Db; boss: PgBoss; log: (message: string) => void }): Promise<{ start(): Promise<void> }> {
  await boss.createQueue(QUEUE, { retryLimit: 0, expireInSeconds: 60 * 60, deleteAfterSeconds: 24 * 60 * 60 });
  await boss.work(QUEUE, { pollingIntervalSeconds: POLL_SECONDS, batchSize: 1 }, async () => {
    try {
      const written = await remind(db, new Date());
      if (written > 0) log(`requests: ${written} reminders`);
    } catch (error) {
      log(`requests: reminders wait for the next hour: ${reasonOf(error)}`);
    }
  });
  return { start: () => boss.schedule(QUEUE, SCHEDULE, {}, { tz: 'UTC' }) };
}
