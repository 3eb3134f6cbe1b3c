import { availableParallelism, cpus, loadavg } from 'node:os';
import { tableOf, type Figure } from './figures.ts';

/**
 * `npm run bench [harvest|search|graph|node|export|oai|ledger|decisions|federation …] [--million] [--size N]`: measures what the README claims, each claim beside what a
 * user would do instead, in one run. Nothing here fails for being slow.
 */
const benches: Record<string, (million: boolean, size: number | undefined) => Promise<Figure[]>> = {
  harvest: async () => (await import('./harvest.ts')).benchHarvest(),
  node: async () => (await import('./node.ts')).benchNode(),
  graph: async () => (await import('./graph.ts')).benchGraph(),
  export: async () => (await import('./export.ts')).benchExport(),
  oai: async () => (await import('./oai.ts')).benchOai(),
  ledger: async () => (await import('./ledger.ts')).benchLedger(),
  decisions: async () => (await import('./decisions.ts')).benchDecisions(),
  federation: async (_million, size) => (await import('./federation.ts')).benchFederation({ size }),
  phrases: async () => (await import('./phrases.ts')).benchPhrases(),
  search: async (million) => (await import('./search.ts')).benchSearch({ sizes: million ? [100_000, 1_000_000] : [100_000] }),
};

const words = process.argv.slice(2);
const million = words.includes('--million');
const sizeAt = words.indexOf('--size');
const size = sizeAt < 0 ? undefined : Number(words.splice(sizeAt, 2)[1]);
const chosen = words.filter((word) => !word.startsWith('--'));
const unknown = chosen.filter((word) => !(word in benches));
if (unknown.length > 0) {
  process.stderr.write(`There is no bench "${unknown.join('", "')}". There are: ${Object.keys(benches).join(', ')}.\n`);
  process.exit(2);
}

const figures: Figure[] = [];
for (const name of chosen.length > 0 ? chosen : Object.keys(benches)) {
  process.stderr.write(`${name}…\n`);
  figures.push(...((await benches[name]?.(million, size)) ?? []));
}
process.stdout.write(
  `\n${availableParallelism()} × ${cpus()[0]?.model ?? 'processor'}, Node.js ${process.version}, load at the end ${loadavg()[0]?.toFixed(1)}\n\n${tableOf(figures)}\n`,
);
