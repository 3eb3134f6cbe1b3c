import type { PgBoss } from 'pg-boss';
import type { Db } from '../kernel/database.ts';
import { reasonOf } from '../kernel/errors.ts';
import type { LanguageMap } from '../kernel/language-map.ts';
import type { Vocabulary } from '../vocabulary/index.ts';
import { enqueue, resumeInterrupted, scheduleHarvests, workHarvests, type HarvestJobs } from './harvest-jobs.ts';
import { SHUTDOWN } from './harvest-run.ts';
import { latestHarvest, type HarvestRow } from './harvest-store.ts';
import type { InputLimits } from './input/input.ts';
import type { SourceListing } from './list-sources.ts';
import { requestHarvest, resumeHarvest, stopHarvest, type HarvestRequest } from './request-harvest.ts';
import { isWebAddress } from '../kernel/web/web-address.ts';
import { noteDefinedSources, removedSources } from './defined-sources.ts';
import type { SourceConfiguration } from './source-configuration.ts';
import { sourcesOf } from './sources.ts';
import { catalogueTarget } from './targets/catalogue.ts';
import { vocabularyTarget } from './targets/vocabulary.ts';
import { webSettings, type WebConfiguration } from './web-settings.ts';

export interface HarvestingOptions {
  db: Db;
  databaseUrl: string;
  vocabulary: () => Vocabulary;
  /** As checked by `checkSources`. */
  sources?: Record<string, SourceConfiguration>;
  /** How it goes to the web: hosts allowed to every harvest, the pause between two requests, its name. */
  web?: WebConfiguration;
  /** The rank of a source where several speak of one resource: the lowest is believed first. */
  rankOf?: (source: string) => number;
  /** The largest part of a collection that may be withdrawn unasked. */
  largestDeletion?: number;
  limits?: Partial<InputLimits>;
  now?: () => Date;
  log?: (message: string) => void;
  onPublished?: () => Promise<unknown>;
  onVocabularyChanged?: () => Promise<unknown>;
}

/** Everything that harvests, and what is read of them, put together from a node's parts and settings. */
export function harvestingContext(options: HarvestingOptions): SourceListing {
  const configured = options.sources ?? {};
  const sources = sourcesOf(configured);
  return {
    db: options.db,
    databaseUrl: options.databaseUrl,
    vocabulary: options.vocabulary,
    sources: sources.all,
    source: sources.named,
    target: (source) => (source.target === 'catalogue' ? catalogueTarget(source, options.vocabulary, options.rankOf) : vocabularyTarget(source)),
    settings: (id) => ({ onlyTags: configured[id]?.onlyTags }),
    addressOf: (id) => configured[id]?.address ?? sources.named(id)?.defaultAddress,
    scheduleOf: (id) => (configured[id]?.schedule === undefined ? (sources.named(id)?.schedule ?? null) : configured[id].schedule),
    web: (id, also) => webSettings(options.web ?? {}, id, [...(configured[id]?.allowHosts ?? []), ...also]),
    largestDeletion: options.largestDeletion ?? 0.5,
    limits: options.limits,
    now: options.now ?? (() => new Date()),
    log: options.log ?? (() => undefined),
    onPublished: options.onPublished,
    onVocabularyChanged: options.onVocabularyChanged,
  };
}

export interface Harvesting {
  context: SourceListing;
  request(given: HarvestRequest): Promise<HarvestRow>;
  resume(id: string): Promise<HarvestRow>;
  stop(id: string, by: string): Promise<HarvestRow>;
  sourceTitle(source: string): LanguageMap | undefined;
  /** Goes on with what was cut off; with `automatic` also harvests each source by its schedule, the first time at once. */
  start(options: { automatic: boolean }): Promise<void>;
  /** Puts what runs back into the queue, for the next start. */
  close(): Promise<void>;
}

/** Opens the exchange of a node: from here on harvests that are asked for are run, in this process. */
export async function openHarvesting(options: HarvestingOptions & { boss: PgBoss }): Promise<Harvesting> {
  const context = harvestingContext(options);
  const jobs: HarvestJobs = { ...context, boss: options.boss };
  const running = new Map<string, AbortController>();
  await noteDefinedSources(options.db, context.sources, context.now());
  const removed = new Map((await removedSources(options.db)).map(({ id, title }) => [id, title]));
  await workHarvests(jobs, running);
  const request = async (given: HarvestRequest) => {
    const row = await requestHarvest(context, given);
    await enqueue(options.boss, row.id);
    return row;
  };
  return {
    context,
    request,
    async resume(id) {
      const row = await resumeHarvest(context, id);
      await enqueue(options.boss, id);
      return row;
    },
    async stop(id, by) {
      const row = await stopHarvest(context, id, by);
      running.get(id)?.abort();
      return row;
    },
    sourceTitle: (id) => context.source(id)?.title ?? removed.get(id),
    start: ({ automatic }) => start(jobs, context, request, automatic),
    async close() {
      for (const abort of running.values()) abort.abort(SHUTDOWN);
    },
  };
}

async function start(jobs: HarvestJobs, context: SourceListing, request: (given: HarvestRequest) => Promise<unknown>, automatic: boolean): Promise<void> {
  await resumeInterrupted(jobs);
  const schedules = context.sources.flatMap(({ id }) => (context.scheduleOf(id) && context.addressOf(id) ? [{ source: id, cron: context.scheduleOf(id)! }] : []));
  await scheduleHarvests(jobs, automatic ? schedules : []);
  for (const { id, schedule } of context.sources) {
    if (context.addressOf(id) === undefined) continue;
    // What lies on this machine is brought up to date at every start, network or not; what lies elsewhere is fetched by
    // its schedule, and at a start where that never worked yet; without a schedule by hand alone.
    const local = schedule === null && !isWebAddress(context.addressOf(id)!);
    const scheduled = automatic && context.scheduleOf(id) !== null;
    const due = local || (scheduled && ['failed', undefined].includes((await latestHarvest(context.db, id))?.state));
    if (due) await request({ source: id, by: 'start' }).catch((error: unknown) => context.log(`${id} was not harvested at the start: ${reasonOf(error)}`));
  }
}
