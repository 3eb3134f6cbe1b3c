import type { z } from 'zod';
import type { HarvestView } from './harvest.ts';
import type { HarvestRow } from './harvest-store.ts';

/** A harvest as the API shows it. */
export function viewOf(row: HarvestRow & { withheld?: true }): z.infer<typeof HarvestView> {
  const running = row.state === 'running';
  return {
    id: row.id,
    source: row.source,
    address: row.address,
    state: row.state,
    counts: { read: row.read, created: row.created, updated: row.updated, unchanged: row.unchanged, deleted: row.deleted, rejected: row.rejected },
    kinds: row.kinds,
    links: { stated: row.links_stated, unresolved: row.links_unresolved },
    started: row.started?.toISOString() ?? null,
    ended: row.ended?.toISOString() ?? null,
    progress: { fraction: row.fraction, recordsPerSecond: running ? row.rate : averageOf(row), secondsLeft: running ? row.seconds_left : null },
    reason: row.reason ?? undefined,
    notes: row.notes,
    ...(row.withheld ? { withheld: true as const } : {}),
    by: row.by,
  };
}

/** Records a second over the whole harvest. */
function averageOf({ started, ended, read, rate }: HarvestRow): number | null {
  if (!started || !ended) return rate;
  const seconds = (ended.getTime() - started.getTime()) / 1000;
  return seconds > 0 ? read / seconds : null;
}
