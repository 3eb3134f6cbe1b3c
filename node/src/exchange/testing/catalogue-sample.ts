import { harvestNow } from '../harvest-now.ts';
import type { ReadItem, Source } from '../source.ts';
import { sharedData } from './shared-data.ts';
import type { TestNode } from './test-node.ts';

const REGISTRIES = ['galaxy-codex', 'aws-open-data', 'obo-foundry', 'rdmkit'];

/** Whether the real data lies beside the repository. */
export const hasRealData = ['edam', ...REGISTRIES].every((folder) => sharedData(folder) !== undefined);

/** The starter catalogue, and where the real data is there, EDAM and every n-th record of each registry. */
export async function harvestSample(node: TestNode, { every }: { every: number }): Promise<void> {
  if (hasRealData) await harvestNow(node.context, { source: 'edam', address: sharedData('edam') as string, by: 'test' });
  await harvestNow(node.context, { source: 'starter', by: 'test' });
  if (!hasRealData) return;
  for (const id of REGISTRIES) {
    const source = thinned(node.context.source(id) as Source, every);
    const report = await harvestNow(node.withSources(source), { source: id, address: sharedData(id) as string, by: 'test' });
    if (report.state !== 'done') throw new Error(`${id}: ${report.reason}`);
  }
}

/** A source that leaves out most of its records. */
const thinned = (source: Source, every: number): Source => ({
  ...source,
  async *read(...given): AsyncGenerator<ReadItem> {
    let place = 0;
    for await (const item of source.read(...given)) if (place++ % every === 0) yield item;
  },
});
