import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startBrowser } from '../tests/browser.ts';

/**
 * Takes the pictures of the user guide from a running node that holds the real registries:
 * `node portal/scripts/pictures.ts http://localhost:7420 [folder] [--all]`. With `--all` every page, also narrow and dark.
 * The curator's pages are taken where BIOTOPE_DATA names the node's data folder, which holds its key.
 */
const [address = 'http://localhost:7420', given] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const folder = given ?? new URL('../../docs/guide/pictures', import.meta.url).pathname;
const all = process.argv.includes('--all');
mkdirSync(folder, { recursive: true });

const ask = async <T>(path: string): Promise<T> => (await (await fetch(address + path)).json()) as T;
const named = async (name: string) => (await ask<{ items: string[] }>(`/api/v1/names?name=${encodeURIComponent(name)}`)).items[0];
const first = async (query: string) => (await ask<{ items: { id: string }[] }>(`/api/v1/resources?limit=1&${query}`)).items[0]?.id;

const tool = await named('biotools:bwa');
const dataset = (await first(`kind=dataset&q=${encodeURIComponent('format fastq genome')}`)) ?? (await first('kind=dataset&q=vcf'));
const harvests = await ask<{ items: { id: string; source: string }[] }>('/api/v1/harvests?limit=50');
const harvest = harvests.items.find(({ source }) => source === 'aws-open-data') ?? harvests.items[0];

const session = process.env['BIOTOPE_DATA'] ? await signIn(readFileSync(join(process.env['BIOTOPE_DATA'], 'operator.key'), 'utf8')) : undefined;
const several = session && (await named('biotools:scanpy'));

async function signIn(key: string): Promise<string> {
  const answer = await fetch(`${address}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ key }) });
  return /=([^;]+)/.exec(answer.headers.getSetCookie()[0] ?? '')?.[1] ?? '';
}

const curators: [name: string, path: string][] = session
  ? [
      ['curation', '/curation?type=merge'],
      ['statements', `/r/${several}#statements`],
    ]
  : [];
const guide: [name: string, path: string][] = [
  ['search', `/search?q=${encodeURIComponent('序列比对 genome')}`],
  ['resource', `/r/${tool}`],
  ['graph', `/graph/${tool}`],
  ['possibilities', `/r/${dataset}/possibilities`],
  ['harvest', `/harvests/${harvest?.id}`],
];
const others: [name: string, path: string][] = [
  ['home', '/'],
  ['dataset', `/r/${dataset}`],
  ['empty', '/search?q=qqqqzzzz'],
  ['wrong', '/search?q=%22open'],
  ['links', `/r/${tool}/links`],
  ['revisions', `/r/${tool}/revisions`],
  ['path', `/path?from=${tool}&to=${dataset}`],
  ['term', '/t/edam:operation_0292'],
  ['sources', '/sources'],
  ['source', '/sources/galaxy-codex'],
  ['harvests', '/harvests'],
  ['about', '/about'],
  ['missing', '/r/zzzzzzzzzzzz'],
];

const browser = await startBrowser();
for (const language of ['en', 'zh'] as const) {
  for (const [name, path] of [...guide, ...curators, ...(all ? others : [])]) {
    const sizes = all
      ? ([
          [1280, 'light'],
          [390, 'light'],
          [1280, 'dark'],
        ] as const)
      : ([[1280, 'light']] as const);
    for (const [width, theme] of sizes) {
      const visit = await browser.visit(address + path, { language, width, theme, ...(session && curators.some(([it]) => it === name) ? { session } : {}) });
      await visit.page.waitForTimeout(name === 'graph' ? 2_500 : 300);
      const file = join(folder, `${name}-${language}${all ? `-${width}-${theme}` : ''}.png`);
      await visit.page.screenshot({ path: file });
      console.log(file);
      await visit.close();
    }
  }
}
await browser.stop();
