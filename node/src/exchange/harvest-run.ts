import type { Db } from '../kernel/database.ts';
import { DomainError, notFound, reasonOf } from '../kernel/errors.ts';
import { digestOf } from '../kernel/identifiers.ts';
import * as ledger from '../ledger/index.ts';
import type { Vocabulary } from '../vocabulary/index.ts';
import { publishBatch, type BatchResult } from './harvest-batch.ts';
import { sparedCollections, withdrawVanished } from './harvest-deletions.ts';
import { noteHiddenOutcomes, type WasRead } from './hidden-outcomes.ts';
import { inBatches, oneAhead, seenKeys, SourceChanged } from './harvest-items.ts';
import { lockedBy, lockSource } from './harvest-lock.ts';
import { paceMeter } from './harvest-progress.ts';
import {
  beginHarvest,
  closeInterrupted,
  endHarvest,
  harvestRow,
  latestHarvest,
  MOST_NOTES,
  resetHarvest,
  writeCheckpoint,
  type Checkpoint,
  type HarvestRow,
  type Pace,
} from './harvest-store.ts';
import { proposeRejections } from './propose-rejections.ts';
import type { Validators } from '../kernel/web/open-web.ts';
import { isWebAddress } from '../kernel/web/web-address.ts';
import type { Input, InputLimits } from './input/input.ts';
import { openCrawl, openInput } from './open-input.ts';
import type { ReadItem, ReadReport, Source, SourceSettings } from './source.ts';
import { rememberState, stateOf } from './source-state.ts';
import type { Target } from './targets/target.ts';
import type { WebSettings } from './web-settings.ts';

/** What a harvest needs from the node it runs in. */
export interface HarvestContext {
  db: Db;
  databaseUrl: string;
  vocabulary: () => Vocabulary;
  source: (id: string) => Source | undefined;
  target: (source: Source) => Target;
  settings: (source: string) => SourceSettings;
  largestDeletion: number;
  limits?: Partial<InputLimits>;
  /** What a harvest of the source may reach; `also`: hosts allowed for this harvest. */
  web: (source: string, also: readonly string[]) => WebSettings;
  now: () => Date;
  log: (message: string) => void;
  /** Called after batches that changed something; calls that come while one runs are drawn together. */
  onPublished?: () => Promise<unknown>;
  onVocabularyChanged?: () => Promise<unknown>;
}

/** The reason with which a node that shuts down aborts a harvest: it goes back into the queue. */
export const SHUTDOWN = Symbol('the node shuts down');

export interface HarvestOptions {
  signal?: AbortSignal;
  onProgress?: (at: { counts: Checkpoint['counts']; pace: Pace }) => void;
}

/** How often a harvest that changes nothing writes down where it stands. */
const EVERY = 1_000;

const checkpointOf = (row: HarvestRow): Checkpoint => ({
  counts: { read: row.read, created: row.created, updated: row.updated, unchanged: row.unchanged, deleted: row.deleted, rejected: row.rejected },
  gone: row.gone,
  kinds: row.kinds,
  links: { stated: row.links_stated, unresolved: row.links_unresolved },
  digest: row.digest,
});

/** Draws calls together: while one runs, all that come mean one more after it. */
function coalesced(call: (() => Promise<unknown>) | undefined, log: (message: string) => void) {
  let running: Promise<unknown> | undefined;
  let again = false;
  const go = async (): Promise<void> => {
    do {
      again = false;
      await call?.().catch((error: unknown) => log(`after a batch: ${reasonOf(error)}`));
    } while (again);
    running = undefined;
  };
  return {
    notify: () => void (running ? (again = true) : (running = go())),
    settled: async () => void (await running),
  };
}

/**
 * Runs a harvest to its end, or on from where it was stopped or cut off. It always comes to a state and a reason: what
 * fails is told in the row it returns, not thrown; only a harvest that cannot begin (source held by another, unknown,
 * ended) is refused with an error.
 */
export async function runHarvest(context: HarvestContext, id: string, options: HarvestOptions = {}): Promise<HarvestRow> {
  const { db, now } = context;
  const asked = await harvestRow(db, id);
  const source = context.source(asked.source);
  if (!source) throw notFound(`There is no source "${asked.source}"`);
  const lock = await lockSource(context.databaseUrl, source.id);
  if (!lock) {
    const latest = await latestHarvest(db, source.id);
    throw lockedBy(source.id, latest?.state === 'running' ? latest : undefined);
  }
  try {
    const row = await beginHarvest(db, id, now());
    await closeInterrupted(db, source.id, id, now());
    return await run(context, source, row, options, lock.lost);
  } finally {
    await lock.release();
  }
}

interface End {
  state: 'done' | 'failed' | 'stopped' | 'queued';
  reason?: string;
}

async function run(context: HarvestContext, source: Source, row: HarvestRow, options: HarvestOptions, lost: AbortSignal): Promise<HarvestRow> {
  const { db, now } = context;
  const target = context.target(source);
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, lost, ...(options.signal ? [options.signal] : [])]);
  const notes: string[] = [];
  const note = (text: string) => void (notes.length < MOST_NOTES && !notes.includes(text) && notes.push(text));
  const published = coalesced(context.onPublished, context.log);
  const meter = paceMeter();
  let input: Pick<Input, 'progress'> | undefined;
  let at = checkpointOf(row);
  let wasRead: WasRead = () => false;
  let written = performance.now();

  const progress = async (result: BatchResult) => {
    at = result.checkpoint;
    const pace = meter.pace(at.counts.read, input);
    let asked = result.stopRequested;
    if (result.written) written = performance.now();
    else if (performance.now() - written >= EVERY) {
      written = performance.now();
      asked = await writeCheckpoint(db, row.id, at, pace);
    }
    if (asked) stop.abort();
    if (result.changed) published.notify();
    if (result.changed) await target.analyse(db);
    options.onProgress?.({ counts: at.counts, pace });
  };

  interface Reading {
    validators: Record<string, Validators> | undefined;
    since: unknown;
    settings: SourceSettings;
    report: ReadReport;
  }
  /** Page by page where the source is asked so, else as what lies at the address. */
  const opening = async (
    of: Source,
    { address, allow_hosts }: HarvestRow,
    { validators, since, settings, report }: Reading,
  ): Promise<{ unchanged: true } | { input: Pick<Input, 'progress'> | undefined; items: AsyncIterable<ReadItem>; validators: Record<string, Validators> }> => {
    const way = { limits: context.limits, web: context.web(of.id, allow_hosts), signal };
    if (of.crawl && isWebAddress(address)) return { input: undefined, items: of.crawl({ ...openCrawl(address, way), since }, report, settings), validators: {} };
    const opened = await openInput(address, { ...way, validators, note, accept: of.accept });
    return opened.unchanged ? { unchanged: true } : { input: opened.input, items: of.read(opened.input, report, settings), validators: opened.validators };
  };

  const readThrough = async (): Promise<End> => {
    const settings: SourceSettings = { ...context.settings(source.id), ...(row.settings ? { reader: row.settings } : {}) };
    const reading = digestOf({ version: source.version, settings, reader: source.reader });
    const state = row.allow_deletions ? undefined : await stateOf(db, source.id, row.address, reading);
    const begun = at.counts.read + at.gone > 0;
    const seen = seenKeys(source.id);
    wasRead = seen.has;
    const spared = sparedCollections();
    const whole = new Set<string>();
    let remembered: unknown;
    const report: ReadReport = { whole: (collection) => void whole.add(collection), expect: meter.expect, note, remember: (it) => void (remembered = it) };
    const opened = await opening(source, row, { validators: begun ? undefined : state?.validators, since: state?.remembered ?? undefined, settings, report });
    if ('unchanged' in opened) {
      wasRead = () => true;
      const before = await harvestRow(db, state!.harvest_id).catch(() => undefined);
      note(
        `The source answers that nothing has changed since harvest ${state!.harvest_id}${before?.rejected ? `, which rejected ${before.rejected} records` : ''}; it was not read again.`,
      );
      const known = source.anyAddress && before ? before.created + before.updated + before.unchanged : await target.count(db);
      at = { ...at, counts: { ...at.counts, read: known, unchanged: known }, kinds: before?.kinds ?? {} };
      return { state: 'done' };
    }
    input = opened.input;
    const batches = inBatches({
      db,
      items: opened.items,
      target,
      seen,
      before: { items: at.counts.read + at.gone, digest: at.digest },
      onRejection: spared.note,
      signal,
    });
    for await (const batch of oneAhead(batches)) {
      signal.throwIfAborted();
      await publishBatch({ db, harvest: row.id, target, now, pace: (read) => meter.pace(read, input), onCommitted: progress }, at, batch);
    }
    signal.throwIfAborted();
    const held: string[] = [];
    for (const collection of whole) {
      const comparison = { db, harvest: row.id, target, seen, spared, now, signal, note, largestDeletion: context.largestDeletion, allowDeletions: row.allow_deletions };
      const kept = await withdrawVanished(collection, {
        ...comparison,
        onDeleted: (count) => {
          at = { ...at, counts: { ...at.counts, deleted: at.counts.deleted + count } };
          published.notify();
        },
      });
      if (kept) held.push(kept);
    }
    if (held.length === 0) {
      const { validators } = opened;
      await rememberState(
        db,
        { source: source.id, address: row.address, reading, validators, remembered, harvest_id: row.id, read_at: now() },
        { anyAddress: source.anyAddress ?? false },
      );
    }
    held.forEach(note);
    return { state: 'done', reason: held.length > 0 ? held.join('. ') : undefined };
  };

  const attempt = async (): Promise<End> => {
    try {
      return await readThrough();
    } catch (error) {
      if (!(error instanceof SourceChanged)) throw error;
      note(`The source has changed since this harvest was cut off after ${at.counts.read} records; it was begun anew.`);
      await resetHarvest(db, row.id);
      at = { counts: { ...at.counts, read: 0, created: 0, updated: 0, unchanged: 0, rejected: 0 }, gone: 0, kinds: {}, links: { stated: 0, unresolved: 0 }, digest: '' };
      return readThrough();
    }
  };

  const changedBefore = (counts: Checkpoint['counts']) => counts.created + counts.updated + counts.deleted > 0;
  const end = await attempt().catch((error: unknown): End => endOf(error, { lost, stopped: signal.aborted, shutdown: options.signal?.reason === SHUTDOWN }));
  if (end.state === 'failed') context.log(`harvest ${row.id} of ${source.id} failed: ${end.reason}`);
  const finished = await settle(db, row, at, end, { notes, now: now(), pace: (read) => meter.pace(read, input), wasRead: source.target === 'vocabulary' ? undefined : wasRead });
  await published.settled();
  if (changedBefore(at.counts)) {
    published.notify();
    await published.settled();
    if (source.target === 'vocabulary') await context.onVocabularyChanged?.().catch((error: unknown) => context.log(`after the vocabulary changed: ${reasonOf(error)}`));
  }
  return finished;
}

/** Why a harvest ended before its time, for a person. */
function endOf(error: unknown, { lost, stopped, shutdown }: { lost: AbortSignal; stopped: boolean; shutdown: boolean }): End {
  if (shutdown) return { state: 'queued', reason: 'The node was shut down; the harvest goes on at its next start' };
  if (lost.aborted) return { state: 'failed', reason: 'The connection to the database was lost' };
  if (stopped) return { state: 'stopped', reason: 'It was stopped; it can be resumed' };
  const code = (error as { code?: unknown } | null)?.code;
  if (code === '53100') return { state: 'failed', reason: `The database's disk is full: ${reasonOf(error)}` };
  if (error instanceof DomainError) return { state: 'failed', reason: error.message };
  return { state: 'failed', reason: `The harvest could not go on: ${reasonOf(error) || 'unknown error'}` };
}

interface Settling {
  notes: string[];
  now: Date;
  pace: (read: number) => Pace;
  /** Undefined of a vocabulary, of which nothing is hidden. */
  wasRead: WasRead | undefined;
}

/** Writes the end down; where the database is gone, the answer tells it and the next start finds the harvest cut off. */
async function settle(db: Db, row: HarvestRow, at: Checkpoint, end: End, { notes, now, pace, wasRead }: Settling): Promise<HarvestRow> {
  try {
    await writeCheckpoint(db, row.id, at, pace(at.counts.read));
    await db.transaction().execute(async (trx) => {
      await endHarvest(trx, row.id, { ...end, notes, at: now, fraction: end.state === 'done' ? 1 : undefined });
      if (end.state === 'queued') return;
      if (wasRead) await noteHiddenOutcomes(trx, row, wasRead);
      if (end.state === 'done' && at.counts.unchanged < at.counts.read) await proposeRejections(trx, { harvest: row.id, source: row.source, at: now });
      const { counts } = at;
      await ledger.record(trx, {
        at: now,
        actor: row.by,
        action: `harvest.${end.state}`,
        subject: row.source,
        detail: { harvest: row.id, address: row.address, ...counts, reason: end.reason },
      });
    });
    return await harvestRow(db, row.id);
  } catch (error) {
    const reason = end.state === 'failed' ? end.reason : `Its end could not be written down: ${reasonOf(error)}`;
    return {
      ...row,
      ...at.counts,
      kinds: at.kinds,
      links_stated: at.links.stated,
      links_unresolved: at.links.unresolved,
      digest: at.digest,
      notes,
      state: 'failed',
      reason: reason ?? null,
      ended: now,
    };
  }
}
