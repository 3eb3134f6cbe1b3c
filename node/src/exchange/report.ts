import type { Db } from '../kernel/database.ts';
import type { HarvestCounts, Rejection } from './harvest.ts';
import { harvestRow, type HarvestRow } from './harvest-store.ts';
import { exchangeTables } from './tables.ts';

/** What `biotope harvest … --json` prints. */
export interface HarvestReport extends Omit<HarvestCounts, 'rejected'> {
  rejected: Rejection[];
  kinds: Record<string, number>;
  links: { stated: number; unresolved: number };
  harvest: string;
  source: string;
  address: string;
  state: HarvestRow['state'];
  reason?: string;
  notes: string[];
  seconds: number | null;
  /** All of them, where there are more than are kept. */
  rejectedTotal: number;
}

export async function reportOf(db: Db, id: string): Promise<HarvestReport> {
  const row = await harvestRow(db, id);
  const rejected = await exchangeTables(db).selectFrom('rejection').select(['record', 'field', 'reason']).where('harvest_id', '=', id).orderBy('number').execute();
  return reportFrom(row, rejected);
}

const reportFrom = (row: HarvestRow, rejected: Rejection[]): HarvestReport => ({
  read: row.read,
  created: row.created,
  updated: row.updated,
  unchanged: row.unchanged,
  deleted: row.deleted,
  rejected,
  kinds: row.kinds,
  links: { stated: row.links_stated, unresolved: row.links_unresolved },
  harvest: row.id,
  source: row.source,
  address: row.address,
  state: row.state,
  reason: row.reason ?? undefined,
  notes: row.notes,
  seconds: row.started && row.ended ? (row.ended.getTime() - row.started.getTime()) / 1000 : null,
  rejectedTotal: row.rejected,
});

/** The report as a person reads it in a terminal. */
export function reportText(report: HarvestReport): string {
  const { read, created, updated, unchanged, deleted, rejectedTotal, seconds } = report;
  const rate = seconds ? ` in ${seconds.toFixed(1)} s (${Math.round(read / seconds)} records/s)` : '';
  const kinds = Object.entries(report.kinds)
    .sort(([, a], [, b]) => b - a)
    .map(([kind, count]) => `${kind} ${count}`);
  return [
    `${report.source}: ${report.state}${rate}${report.reason ? ` – ${report.reason}` : ''}`,
    `  read ${read} = created ${created} + updated ${updated} + unchanged ${unchanged} + rejected ${rejectedTotal}; deleted ${deleted}`,
    ...(kinds.length > 0 ? [`  ${kinds.join(', ')}`] : []),
    ...(report.links.stated > 0 ? [`  links ${report.links.stated}, of which ${report.links.unresolved} led to nothing known yet`] : []),
    ...report.notes.map((note) => `  note: ${note}`),
    ...report.rejected.map(({ record, field, reason }) => `  rejected ${record}${field ? ` (${field})` : ''}: ${reason}`),
  ].join('\n');
}
