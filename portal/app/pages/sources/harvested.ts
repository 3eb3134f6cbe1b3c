import type { ApiSources } from '@biotope/node/contract';

type Source = ApiSources['items'][number];

/** Whether a source is one of this node's, or a standard in which something was harvested: not a mere possibility. */
export const isHarvested = ({ origin, records, lastHarvest }: Pick<Source, 'origin' | 'records' | 'lastHarvest'>): boolean =>
  origin !== 'standard' || records > 0 || lastHarvest !== null;
