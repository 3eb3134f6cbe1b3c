import { KIND_CATEGORIES } from '../node/src/catalogue/kinds.ts';
import { catalogueMigrations } from '../node/src/catalogue/migrations.ts';
import { openDatabase, run } from '../node/src/kernel/database.ts';
import { migrate } from '../node/src/kernel/migrate.ts';
import { startPostgres } from '../node/src/kernel/postgres/index.ts';
import { biotope, removeFolder, startNode, temporaryFolder, type RunningNode } from '../tests/support/running-node.ts';
import { fillWhole } from './export.ts';
import type { Figure } from './figures.ts';
import { synthesise } from './search-synthetic.ts';

/** One node harvests another by OAI-PMH, both on this machine, as `biotope harvest oai-pmh <address>` does. */
export async function benchOai({ size = 100_000 }: { size?: number } = {}): Promise<Figure[]> {
  const folders = [await temporaryFolder(), await temporaryFolder()] as const;
  const nodes: RunningNode[] = [];
  try {
    await fill(folders[0], size);
    const provider = await startNode(folders[0]);
    nodes.push(provider);
    nodes.push(await startNode(folders[1]));
    const alone = await listAlone(`${provider.url}/oai`);
    const begin = performance.now();
    const { code, json, stderr } = await biotope(folders[1], ['harvest', 'oai-pmh', `${provider.url}/oai`, '--allow-host', '127.0.0.1', '--json']);
    const seconds = (performance.now() - begin) / 1_000;
    if (code !== 0 || json.created + json.updated + json.unchanged < size)
      throw new Error(`the harvest did not come to its end: ${json?.reason ?? stderr} ${JSON.stringify(json?.rejected?.slice(0, 3))}`);
    return [
      {
        what: `harvest of ${json.read.toLocaleString('en')} records by one node from another, OAI-PMH in the form nodes share, both on this machine`,
        value: json.read / seconds,
        unit: 'records/s',
        goal: 'at least 1,000',
        beside: `the same pages fetched and thrown away: ${Math.round(alone).toLocaleString('en')}/s, ratio ${(json.read / seconds / alone).toFixed(2)}`,
      },
    ];
  } finally {
    for (const node of nodes) await node.stop();
    for (const folder of folders) await removeFolder(folder);
  }
}

async function fill(folder: string, size: number): Promise<void> {
  const postgres = await startPostgres({ dataFolder: folder });
  const { db, close } = openDatabase(postgres.url);
  try {
    await migrate(db, [catalogueMigrations]);
    await fillWhole(db, synthesise(size));
    await run(
      db,
      `update catalogue.resource r set category = kinds.categories->>0, content = jsonb_set(content, '{category}', kinds.categories->0)
       from jsonb_each($1::jsonb) as kinds(kind, categories) where r.kind = kinds.kind and not kinds.categories ? r.category`,
      [JSON.stringify(KIND_CATEGORIES)],
    );
    await run(db, `select setval(pg_get_serial_sequence('catalogue.resource', 'ordinal'), $1)`, [size]);
  } finally {
    await close();
    await postgres.stop();
  }
}

/** Records a second that the provider gives out to somebody who does nothing with them. */
async function listAlone(base: string): Promise<number> {
  const begin = performance.now();
  let records = 0;
  for (let token: string | undefined, first = true; first || token; first = false) {
    const page = await (await fetch(`${base}?verb=ListRecords&${first ? 'metadataPrefix=biotope' : `resumptionToken=${token}`}`)).text();
    records += page.split('<record>').length - 1;
    token = /<resumptionToken[^>]*>([^<]+)</.exec(page)?.[1];
  }
  return (records / (performance.now() - begin)) * 1_000;
}
