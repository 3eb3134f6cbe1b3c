/** Harvests in a process of its own, to be killed: `node harvest-child.ts <database> <source> <address>`. */
import { harvestNow } from '../harvest-now.ts';
import { openTestNode } from './test-node.ts';

const [url, source, address] = process.argv.slice(2) as [string, string, string];
const node = await openTestNode(url);
const report = await harvestNow(node.context, { source, address, by: 'child', onProgress: ({ counts }) => void process.stdout.write(`${counts.read}\n`) });
process.stdout.write(`${JSON.stringify(report)}\n`);
await node.close();
