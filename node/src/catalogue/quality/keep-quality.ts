import { reasonOf } from '../../kernel/errors.ts';
import { run } from '../../kernel/database.ts';
import { empty, summaryOf } from './count-quality.ts';
import { runQualityPass, type QualityPass } from './quality-pass.ts';
import { presentState, readSummary, seenState } from './quality-store.ts';
import type { QualitySummary } from './report.ts';

export interface KeptQuality {
  /** Counts of a scope. Of a small catalogue they are always fresh; of a large one they state when they were made. */
  summary(scope: string): Promise<QualitySummary>;
  /** Makes the counts anew in the background if anything changed. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/** A catalogue of up to so many resources is assessed while one waits. */
const SMALL = 3_000;

/** Keeps the counts of quality up to date: one pass at a time, whoever asks for it. */
export function keepQuality(pass: () => QualityPass, log: (message: string) => void): KeptQuality {
  const abort = new AbortController();
  let running: Promise<void> | undefined;

  const isStale = async () => {
    const { reading, rules } = pass();
    const { db, vocabulary } = reading;
    const [seen, present] = await Promise.all([seenState(db), presentState(db, vocabulary.generation, rules)]);
    return seen !== present;
  };
  const refresh = (): Promise<void> =>
    (running ??= (async () => {
      try {
        if (!abort.signal.aborted && (await isStale())) await runQualityPass(pass(), abort.signal);
      } catch (error) {
        if (!abort.signal.aborted) log(`quality: the counts could not be made: ${reasonOf(error)}`);
      } finally {
        running = undefined;
      }
    })());

  return {
    refresh,
    async summary(scope) {
      const { db } = pass().reading;
      let stale = await isStale();
      if (stale) {
        const done = refresh();
        const { rows } = await run(db, `select count(*) as count from catalogue.resource where visibility = 'public'`);
        if ((rows[0]?.['count'] as number) <= SMALL) {
          await done;
          stale = await isStale();
        }
      }
      const kept = await readSummary(db, scope);
      const made = kept ?? (await readSummary(db, 'node'));
      return { ...(kept?.summary ?? summaryOf(empty())), computed: made?.computed.toISOString() ?? null, stale };
    },
    async close() {
      abort.abort();
      await running;
    },
  };
}
