import { rm } from 'node:fs/promises';
import { openCluster, type Cluster } from '../tests/support/cluster.ts';
import { temporaryFolder } from '../tests/support/running-node.ts';
import { benchReplication } from './federation-replication.ts';
import { benchTwenty } from './federation-twenty.ts';
import { benchVisibility } from './federation-visibility.ts';
import type { Figure } from './figures.ts';

/** Nodes that belong to each other, each in a process of its own, over HTTP on this machine. */
const PARTS: Record<string, (cluster: Cluster, size: number) => Promise<Figure[]>> = { replication: benchReplication, visibility: benchVisibility, twenty: benchTwenty };

/** @param parts of `replication`, `visibility`, `twenty`: all where left out. */
export async function benchFederation({ size = 100_000, parts = Object.keys(PARTS) }: { size?: number; parts?: string[] } = {}): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const part of parts) {
    const folder = await temporaryFolder();
    const cluster = await openCluster(folder);
    try {
      figures.push(...((await PARTS[part]?.(cluster, size)) ?? []));
    } finally {
      await cluster.close();
      await rm(folder, { recursive: true, force: true });
    }
  }
  return figures;
}
