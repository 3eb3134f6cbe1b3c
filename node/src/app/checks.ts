import { statfs } from 'node:fs/promises';
import { sql } from 'kysely';
import { verifyLedger } from '../ledger/index.ts';
import { reasonOf } from '../kernel/errors.ts';
import type { Node } from './node.ts';

/** One thing `biotope doctor` looks at. */
export interface Check {
  check: string;
  ok: boolean;
  detail: string;
}

const GIB = 2 ** 30;
const LEAST_FREE = GIB;

/** Looks at everything an operator would, each check by itself so that one failure hides no other. */
export async function runChecks(node: Node): Promise<Check[]> {
  const looks: [string, () => Promise<Omit<Check, 'check'>>][] = [
    ['Node.js', async () => ({ ok: Number(process.versions.node.split('.')[0]) >= 24, detail: process.version })],
    ['data folder', () => dataFolder(node.configuration.dataFolder)],
    ['database', () => database(node)],
    ['search index', () => searchIndex(node)],
    ['vocabulary', async () => ({ ok: node.vocabulary().size > 0, detail: `${node.vocabulary().size} terms` })],
    ['harvests', () => harvests(node)],
    ['ledger', () => ledger(node)],
  ];
  return Promise.all(looks.map(async ([check, look]) => ({ check, ...(await look().catch((error: unknown) => ({ ok: false, detail: reasonOf(error) }))) })));
}

async function dataFolder(folder: string) {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  return { ok: free > LEAST_FREE, detail: `${folder}, ${(free / GIB).toFixed(1)} GiB free${free > LEAST_FREE ? '' : ': make room, a full disk stops all writing'}` };
}

async function database({ db }: Node) {
  const { rows } = await sql<{
    version: string;
    size: string;
  }>`select current_setting('server_version') as version, pg_size_pretty(pg_database_size(current_database())) as size`.execute(db);
  return { ok: true, detail: `PostgreSQL ${rows[0]?.version}, ${rows[0]?.size}` };
}

async function searchIndex(node: Node) {
  await node.search.catchUp();
  const { rows } = await sql<{ count: number }>`select count(*) as count from catalogue.resource where status <> 'withdrawn'`.execute(node.db);
  const { resources } = await node.search.statistics();
  const expected = rows[0]?.count ?? 0;
  return { ok: resources === expected, detail: `${resources} of ${expected} resources` };
}

async function harvests({ db }: Node) {
  const { rows } = await sql<{ source: string; reason: string | null }>`
    select distinct on (source) source, state, reason from exchange.harvest where ended is not null order by source, ended desc`.execute(db);
  const failed = (rows as { source: string; state?: string; reason: string | null }[]).filter(({ state }) => state === 'failed');
  return {
    ok: failed.length === 0,
    detail: failed.length === 0 ? `${rows.length} sources harvested, none failed last time` : failed.map(({ source, reason }) => `${source}: ${reason}`).join('; '),
  };
}

async function ledger({ db }: Node) {
  const { intact, entries, broken } = await verifyLedger(db);
  return { ok: intact, detail: intact ? `${entries} entries, intact` : `broken at entry ${broken?.sequence}: ${broken?.reason}` };
}
