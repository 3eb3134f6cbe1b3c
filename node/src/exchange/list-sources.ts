import type { z } from 'zod';
import type { Sight } from '../access/index.ts';
import { countRecords, sourcesWithUnseen } from '../catalogue/index.ts';
import { notFound } from '../kernel/errors.ts';
import { removedSources, type RemovedSource } from './defined-sources.ts';
import type { SourceView } from './harvest.ts';
import type { HarvestContext } from './harvest-run.ts';
import { latestHarvest } from './harvest-store.ts';
import { asTold } from './hidden-outcomes.ts';
import { viewOf } from './harvest-view.ts';
import type { Source } from './source.ts';

export interface SourceListing extends HarvestContext {
  sources: readonly Source[];
  addressOf: (source: string) => string | undefined;
  scheduleOf: (source: string) => string | null;
}

type View = z.infer<typeof SourceView>;

const originOf = ({ standard, anyAddress }: Source): View['origin'] => (anyAddress ? 'standard' : standard === undefined ? 'node' : 'operator');

/** How many records of each source describe what is seen, and of which sources something is not. */
interface Described {
  described: Map<string, number>;
  unseen: Set<string>;
}

async function describedBy({ db }: SourceListing, sight: Sight): Promise<Described> {
  const [described, unseen] = await Promise.all([countRecords(db, sight), sourcesWithUnseen(db, sight)]);
  return { described, unseen };
}

async function viewOfSource(context: SourceListing, source: Source | RemovedSource, sight: Sight, { described, unseen }: Described): Promise<View> {
  const removed = 'removed' in source;
  const ofVocabulary = !removed && source.target === 'vocabulary';
  const [records, [last]] = await Promise.all([
    ofVocabulary ? context.target(source).count(context.db) : (described.get(source.id) ?? 0),
    latestHarvest(context.db, source.id).then((row) => asTold(context.db, sight, row ? [row] : [], unseen)),
  ]);
  const { id, title, description, homepage, licence, standard = null } = source;
  return {
    id,
    title,
    description,
    homepage,
    licence: licence ?? null,
    origin: removed ? 'removed' : originOf(source),
    standard,
    address: removed ? null : (context.addressOf(id) ?? null),
    schedule: removed ? null : context.scheduleOf(id),
    records,
    lastHarvest: last ? viewOf(last) : null,
  };
}

/** Every source this node knows, with how much of what a sight shows it describes here and how its last harvest went. */
export async function listSources(context: SourceListing, sight: Sight): Promise<{ items: View[] }> {
  const [removed, described] = await Promise.all([removedSources(context.db), describedBy(context, sight)]);
  return { items: await Promise.all([...context.sources, ...removed.filter(({ id }) => !context.source(id))].map((source) => viewOfSource(context, source, sight, described))) };
}

export async function readSource(context: SourceListing, id: string, sight: Sight): Promise<View> {
  const source = context.source(id) ?? (await removedSources(context.db)).find((removed) => removed.id === id);
  if (!source) throw notFound(`There is no source "${id}"`);
  return viewOfSource(context, source, sight, await describedBy(context, sight));
}
