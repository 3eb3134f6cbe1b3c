import type { z } from 'zod';
import { notFound } from '../kernel/errors.ts';
import { removedSources, type RemovedSource } from './defined-sources.ts';
import type { SourceView } from './harvest.ts';
import type { HarvestContext } from './harvest-run.ts';
import { latestHarvest } from './harvest-store.ts';
import { viewOf } from './harvest-view.ts';
import type { Source } from './source.ts';
import { catalogueTarget } from './targets/catalogue.ts';
import type { Target } from './targets/target.ts';

export interface SourceListing extends HarvestContext {
  sources: readonly Source[];
  addressOf: (source: string) => string | undefined;
  scheduleOf: (source: string) => string | null;
}

type View = z.infer<typeof SourceView>;

const originOf = ({ standard, anyAddress }: Source): View['origin'] => (anyAddress ? 'standard' : standard === undefined ? 'node' : 'operator');

async function viewOfSource(context: SourceListing, source: Source | RemovedSource): Promise<View> {
  const removed = 'removed' in source;
  const target: Target = removed ? catalogueTarget(source, context.vocabulary) : context.target(source);
  const [records, last] = await Promise.all([target.count(context.db), latestHarvest(context.db, source.id)]);
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

/** Every source this node knows, with how much it describes here and how its last harvest went. */
export async function listSources(context: SourceListing): Promise<{ items: View[] }> {
  const removed = await removedSources(context.db);
  return { items: await Promise.all([...context.sources, ...removed.filter(({ id }) => !context.source(id))].map((source) => viewOfSource(context, source))) };
}

export async function readSource(context: SourceListing, id: string): Promise<View> {
  const source = context.source(id) ?? (await removedSources(context.db)).find((removed) => removed.id === id);
  if (!source) throw notFound(`There is no source "${id}"`);
  return viewOfSource(context, source);
}
