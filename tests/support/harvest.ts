import { setTimeout as wait } from 'node:timers/promises';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClusterNode } from './cluster.ts';

interface Harvest {
  id: string;
  state: string;
  reason?: string;
  counts: { read: number; created: number; updated: number; unchanged: number; deleted: number; rejected: number };
}

/** Harvests a source into a running node and waits for the end. */
export async function harvest(node: ClusterNode, source: string, address: string): Promise<Harvest['counts']> {
  let { status, body } = await node.ask<Harvest>('POST', '/api/v1/harvests', { source, address, allowDeletions: true });
  if (status >= 300) throw new Error(`${node.name} does not harvest ${source}: ${JSON.stringify(body)}`);
  while (body.state === 'queued' || body.state === 'running') {
    await wait(100);
    ({ body } = await node.ask<Harvest>('GET', `/api/v1/harvests/${body.id}`));
  }
  if (body.state !== 'done') throw new Error(`${node.name}: the harvest of ${source} ended with ${body.state}: ${body.reason}`);
  return body.counts;
}

/** A node describes exactly these resources in a folder of its own: others it described there before are withdrawn. */
export async function describe(node: ClusterNode, entries: readonly { key: string; description: object }[]): Promise<Harvest['counts']> {
  const folder = join(node.folder, 'described');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'all.yaml'), JSON.stringify(entries));
  return harvest(node, 'own', folder);
}
