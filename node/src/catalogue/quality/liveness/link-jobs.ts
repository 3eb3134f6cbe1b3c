import type { PgBoss } from 'pg-boss';
import { reasonOf } from '../../../kernel/errors.ts';
import { checkLinks, type LinkChecking, type LinkCheckReport } from './check-links.ts';

const QUEUE = 'links';
const POLL_SECONDS = 2;
const LONGEST_SECONDS = 12 * 60 * 60;

export interface LinkJobs {
  /** Follows the schedule from here on (null: by request only), and goes on with what a run before left over. */
  start(schedule: string | null): Promise<void>;
  /** Asks for a run now. */
  request(): Promise<void>;
  /** Ends the run at hand; what it has learnt is kept. */
  stop(): boolean;
  /** The last run of this process. */
  last(): { at: Date; report: LinkCheckReport } | undefined;
  running(): boolean;
  close(): void;
}

/** The checks of links as jobs of this node: one run at a time, by schedule or by request. */
export async function openLinkJobs(options: { boss: PgBoss; checking: LinkChecking; log: (message: string) => void; onChecked?: () => Promise<unknown> }): Promise<LinkJobs> {
  const { boss, checking, log } = options;
  let abort: AbortController | undefined;
  let last: ReturnType<LinkJobs['last']>;
  await boss.createQueue(QUEUE, { retryLimit: 0, expireInSeconds: LONGEST_SECONDS, deleteAfterSeconds: 24 * 60 * 60 });
  await boss.work(QUEUE, { pollingIntervalSeconds: POLL_SECONDS, batchSize: 1 }, async () => {
    if (abort) return;
    abort = new AbortController();
    try {
      const report = await checkLinks(checking, abort.signal);
      last = { at: new Date(), report };
      if (report.asked > 0) {
        log(`links: asked ${report.asked}: ${report.alive} alive, ${report.redirected} moved, ${report.dead} dead, ${report.unknown} unknown; ${report.postponed} put off`);
        await options.onChecked?.();
      }
    } catch (error) {
      log(`links: the check broke off and goes on at its next turn: ${reasonOf(error)}`);
    } finally {
      abort = undefined;
    }
  });
  const request = async () => void (await boss.send(QUEUE, {}));
  return {
    async start(schedule) {
      await boss.unschedule(QUEUE);
      if (!schedule) return;
      await boss.schedule(QUEUE, schedule, {}, { tz: 'UTC' });
      await request();
    },
    request,
    stop() {
      abort?.abort();
      return abort !== undefined;
    },
    last: () => last,
    running: () => abort !== undefined,
    close: () => abort?.abort(),
  };
}
