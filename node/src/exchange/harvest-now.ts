import { runHarvest, type HarvestOptions } from './harvest-run.ts';
import type { SourceListing } from './list-sources.ts';
import { reportOf, type HarvestReport } from './report.ts';
import { requestHarvest, type HarvestRequest } from './request-harvest.ts';

/** Harvests a source here and now, without a queue; for commands and tests. */
export async function harvestNow(context: SourceListing, given: HarvestRequest & HarvestOptions): Promise<HarvestReport> {
  const { signal, onProgress, ...request } = given;
  const { id } = await requestHarvest(context, request);
  const row = await runHarvest(context, id, { signal, onProgress });
  return reportOf(context.db, row.id);
}
