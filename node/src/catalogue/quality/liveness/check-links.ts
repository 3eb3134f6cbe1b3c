import type { Db } from '../../../kernel/database.ts';
import type { AllowedHosts } from '../../../kernel/web/allowed-hosts.ts';
import { probe, type ProbeOptions } from '../../../kernel/web/probe.ts';
import { afterProbe, type AddressRow } from './address-state.ts';
import { collectAddresses, dueAddresses, postpone, writeAddresses } from './address-store.ts';

export interface LinkChecking extends Pick<ProbeOptions, 'resolve'> {
  db: Db;
  allowed: AllowedHosts;
  userAgent: string;
  /** Milliseconds between two questions to one host. */
  gap: number;
  /** At most so many addresses a run. */
  perRun: number;
  /** Milliseconds without an answer. */
  silence?: number;
  now?: () => Date;
}

export interface LinkCheckReport {
  asked: number;
  alive: number;
  redirected: number;
  dead: number;
  unknown: number;
  /** Put off because their host did not answer. */
  postponed: number;
  stopped: boolean;
}

/** Of one host so many addresses a run, so that a host with many cannot fill it. */
const PER_HOST = 50;
/** So many hosts are asked at a time, each one thing at a time. */
const HOSTS_AT_ONCE = 4;
/** A host that gave no answer so many times in a row is left alone for a day. */
const SILENCES = 3;
const SILENCE = 20_000;
const WRITTEN_TOGETHER = 10;
const DAY = 86_400_000;

/**
 * Asks the addresses whose turn it is, and writes down what was learnt, a few at a time, so that a run that is cut off
 * goes on where it stood. Bounded by `perRun`; ends early when told to stop.
 */
export async function checkLinks(checking: LinkChecking, signal?: AbortSignal): Promise<LinkCheckReport> {
  const now = checking.now ?? (() => new Date());
  await collectAddresses(checking.db, now());
  const due = await dueAddresses(checking.db, now(), { all: checking.perRun, perHost: PER_HOST });
  const report: LinkCheckReport = { asked: 0, alive: 0, redirected: 0, dead: 0, unknown: 0, postponed: 0, stopped: false };
  const hosts = [...Map.groupBy(due, ({ host }) => host).values()];
  /** Whether the way out works is told by any host that answers; silences wait to be judged until then, or until the end. */
  const network = { works: false };
  const silent: { before: AddressRow; outcome: Awaited<ReturnType<typeof probe>>; at: Date }[] = [];

  const keep = async (rows: AddressRow[]) => {
    for (const { state } of rows) report[state]++;
    await writeAddresses(checking.db, rows);
  };
  const askHost = async (addresses: AddressRow[]) => {
    let inARow = 0;
    let learnt: AddressRow[] = [];
    try {
      for (const [place, before] of addresses.entries()) {
        if (signal?.aborted) return;
        if (inARow >= SILENCES) {
          const left = addresses.slice(place).map(({ address }) => address);
          report.postponed += left.length;
          await postpone(checking.db, left, new Date(now().getTime() + DAY));
          return;
        }
        const outcome = await probe(before.address, { ...checking, silence: checking.silence ?? SILENCE, signal });
        report.asked++;
        inARow = outcome.outcome === 'silent' ? inARow + 1 : 0;
        network.works ||= outcome.outcome === 'answered';
        if (outcome.outcome === 'silent') silent.push({ before, outcome, at: now() });
        else learnt.push(afterProbe(before, outcome, now(), true));
        if (learnt.length >= WRITTEN_TOGETHER) await keep(learnt.splice(0));
      }
    } catch (error) {
      if (!signal?.aborted) throw error;
    } finally {
      await keep(learnt);
      learnt = [];
    }
  };

  const queue = hosts.values();
  await Promise.all(
    Array.from({ length: HOSTS_AT_ONCE }, async () => {
      for (const host of queue) {
        if (signal?.aborted) return;
        await askHost(host);
      }
    }),
  );
  await keep(silent.map(({ before, outcome, at }) => afterProbe(before, outcome, at, network.works)));
  report.stopped = signal?.aborted ?? false;
  return report;
}
