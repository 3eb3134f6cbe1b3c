import { conflict, invalid, notFound } from '../kernel/errors.ts';
import { digestOf } from '../kernel/identifiers.ts';
import type { HarvestContext } from './harvest-run.ts';
import { isLocked, lockedBy } from './harvest-lock.ts';
import { askToStop, harvestRow, insertHarvest, latestHarvest, type HarvestRow } from './harvest-store.ts';
import type { Source } from './source.ts';
import { exchangeTables } from './tables.ts';

export interface HarvestRequest {
  source: string;
  address?: string;
  allowDeletions?: boolean;
  /** Hosts this one harvest may reach beside those configured. */
  allowHosts?: string[];
  /** For the reader of the source's standard, in place of what is configured. */
  settings?: Record<string, unknown>;
  by: string;
}

/**
 * Notes that a source is to be harvested. While one runs, a second is refused with who began it. One of the same
 * address that waits, or was stopped or cut off half-way, is the one that is run; one of another address that has not
 * begun gives way.
 */
export async function requestHarvest(context: HarvestContext & { addressOf: (source: string) => string | undefined }, given: HarvestRequest): Promise<HarvestRow> {
  const source = context.source(given.source);
  if (!source) throw notFound(`There is no source "${given.source}"`);
  const address = given.address?.trim() || context.addressOf(source.id);
  if (!address) throw invalid(`The source "${source.id}" has no address; give one`, [{ pointer: '/address', reason: 'is missing' }]);
  const { allowHosts = [], settings } = given;
  if (settings) checkSettings(source, settings);
  const { db } = context;
  const latest = await latestHarvest(db, source.id);
  const allowDeletions = given.allowDeletions ?? false;
  const unfinished = latest && ['queued', 'running', 'stopped'].includes(latest.state);
  if (unfinished && latest.state !== 'stopped' && (await isLocked(context.databaseUrl, source.id))) throw lockedBy(source.id, latest);
  const same = { address, allow_deletions: allowDeletions, allow_hosts: allowHosts, settings: settings ?? null };
  if (unfinished && digestOf(same) === digestOf(pick(latest))) return queueAgain(context, latest.id);
  if (latest?.state === 'queued') await stopQueued(context, latest.id, 'Another harvest of its source was asked for before it began');
  return insertHarvest(db, { source: source.id, address, by: given.by, allowDeletions, allowHosts, settings, at: context.now() });
}

const pick = ({ address, allow_deletions, allow_hosts, settings }: HarvestRow) => ({ address, allow_deletions, allow_hosts, settings });

function checkSettings(source: Source, settings: Record<string, unknown>): void {
  const flaws = source.checkReader?.(settings) ?? [{ pointer: '', reason: 'are for sources that read a standard' }];
  if (flaws.length === 0) return;
  const said = flaws.map(({ pointer, reason }) => `${pointer.slice(1).replaceAll('/', '.') || 'they'}: ${reason}`).join('; ');
  throw invalid(
    `The settings do not fit the source "${source.id}": ${said}`,
    flaws.map(({ pointer, reason }) => ({ pointer: `/settings${pointer}`, reason })),
  );
}

/** Puts a harvest that was stopped, cut off or failed back into the queue; it goes on from its last checkpoint. */
export async function queueAgain({ db }: HarvestContext, id: string): Promise<HarvestRow> {
  const row = await exchangeTables(db)
    .updateTable('harvest')
    .set({ state: 'queued', stop_requested: false, ended: null, reason: null })
    .where('id', '=', id)
    .where('state', 'in', ['stopped', 'running', 'failed'])
    .returningAll()
    .executeTakeFirst();
  return row ?? harvestRow(db, id);
}

/** Resumes a harvest by name; refuses one that runs or has come to its end. */
export async function resumeHarvest(context: HarvestContext, id: string): Promise<HarvestRow> {
  const row = await harvestRow(context.db, id);
  if (row.state === 'done') throw conflict(`Harvest ${id} is done; there is nothing to resume`);
  if (row.state === 'queued' || (await isLocked(context.databaseUrl, row.source))) throw lockedBy(row.source, await latestHarvest(context.db, row.source));
  return queueAgain(context, id);
}

/** Asks a harvest to stop after the batch at hand; one that only waits is stopped at once. */
export async function stopHarvest(context: HarvestContext, id: string, by: string): Promise<HarvestRow> {
  const { db } = context;
  const row = await harvestRow(db, id);
  if (row.state !== 'queued' && row.state !== 'running') throw conflict(`Harvest ${id} is ${row.state} already`);
  const stopped = await stopQueued(context, id, `It was stopped by ${by} before it began`);
  if (stopped) return stopped;
  await askToStop(db, id);
  return harvestRow(db, id);
}

const stopQueued = ({ db, now }: HarvestContext, id: string, reason: string): Promise<HarvestRow | undefined> =>
  exchangeTables(db).updateTable('harvest').set({ state: 'stopped', ended: now(), reason }).where('id', '=', id).where('state', '=', 'queued').returningAll().executeTakeFirst();
