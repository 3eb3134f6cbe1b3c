import type { z } from 'zod';
import { notFound } from '../kernel/errors.ts';
import type { SourceView } from './harvest.ts';
import type { HarvestContext } from './harvest-run.ts';
import { latestHarvest } from './harvest-store.ts';
import { viewOf } from './harvest-view.ts';
import type { Source } from './source.ts';

export interface SourceListing extends HarvestContext {
  sources: readonly Source[];
  addressOf: (source: string) => string | undefined;
  scheduleOf: (source: string) => string | null;
}

async function viewOfSource(context: SourceListing, source: Source): Promise<z.infer<typeof SourceView>> {
  const [records, last] = await Promise.all([context.target(source).count(context.db), latestHarvest(context.db, source.id)]);
  const { id, title, description, homepage, licence } = source;
  return { id, title, description, homepage, licence, address: context.addressOf(id) ?? null, schedule: context.scheduleOf(id), records, lastHarvest: last ? viewOf(last) : null };
}

/** Every source this node knows, with how much it describes here and how its last harvest went. */
export async function listSources(context: SourceListing): Promise<{ items: z.infer<typeof SourceView>[] }> {
  return { items: await Promise.all(context.sources.map((source) => viewOfSource(context, source))) };
}

export async function readSource(context: SourceListing, id: string): Promise<z.infer<typeof SourceView>> {
  const source = context.source(id);
  if (!source) throw notFound(`There is no source "${id}"`);
  return viewOfSource(context, source);
}
