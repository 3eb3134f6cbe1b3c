import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { PUBLIC_SIGHT, type Sight } from '../node/src/access/index.ts';
import { catalogueMigrations } from '../node/src/catalogue/migrations.ts';
import { hitRows, openSearchIndex, searchResources, searchRoute, type SearchIndex, type Searching } from '../node/src/catalogue/search/index.ts';
import { writeSearchRows } from '../node/src/catalogue/search/search-rows.ts';
import { openDatabase, type Db } from '../node/src/kernel/database.ts';
import { sealOf } from '../node/src/kernel/seal.ts';
import { migrate } from '../node/src/kernel/migrate.ts';
import { startPostgres } from '../node/src/kernel/postgres/index.ts';
import type { Figure } from './figures.ts';
import { askPlainSql, miniSearch, preparePlainSql } from './search-beside.ts';
import { misspelled, mixOf, pathOf, percentile, prefixes, type MixedQuery } from './search-mix.ts';
import { fill, houseClass, idOf, synthesise, type Synthetic } from './search-synthetic.ts';

const seal = sealOf('a secret of the bench', 'search');
const GOALS: Record<number, { p50: number; p99: number }> = { 100_000: { p50: 3, p99: 25 }, 1_000_000: { p50: 6, p99: 100 } };

export interface SearchBenchOptions {
  sizes: number[];
  /** Queries of the mix. */
  queries?: number;
  /** Measures plain SQL and MiniSearch (the latter up to 100,000 resources) on the same data. */
  beside?: boolean;
  /** An empty database to use instead of one of the bench's own. */
  databaseUrl?: string;
}

/** Measures search over HTTP with total, top 20 and six exact facets, and prints what it finds. */
export async function benchSearch({ sizes, queries = 3_000, beside = true, databaseUrl }: SearchBenchOptions): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const size of sizes) {
    const folder = await mkdtemp(join(tmpdir(), 'biotope-bench-search-'));
    const postgres = databaseUrl === undefined ? await startPostgres({ dataFolder: folder }) : undefined;
    const url = databaseUrl ?? postgres?.url ?? '';
    const { db, close } = openDatabase(url);
    try {
      await migrate(db, [catalogueMigrations]);
      figures.push(...(await benchSize(synthesise(size), { db, url, folder, queries, beside })));
    } finally {
      await close();
      await postgres?.stop();
      await rm(folder, { recursive: true, force: true });
    }
  }
  return figures;
}

interface Setting {
  db: Db;
  url: string;
  folder: string;
  queries: number;
  beside: boolean;
}

async function benchSize(synthetic: Synthetic, { db, url, folder, queries, beside }: Setting): Promise<Figure[]> {
  const { size, vocabulary } = synthetic;
  const name = `${size.toLocaleString('en')} resources`;
  const figures: Figure[] = [];
  const note = (figure: Figure) => {
    figures.push({ ...figure, what: `${name}: ${figure.what}` });
    console.error(`${name}: ${figure.what}: ${figure.value} ${figure.unit ?? ''} ${figure.beside ?? ''}`);
  };
  note({ what: 'search rows written', value: await fill(db, synthetic), unit: '/s', goal: size === 100_000 ? '2,000 /s' : '' });

  const before = process.memoryUsage.rss();
  const open = () => openSearchIndex({ db, databaseUrl: url, snapshotFolder: join(folder, 'search'), log: (message) => console.error(message), deadlineMilliseconds: 60_000 });
  let index = await open();
  note({ what: 'index read from PostgreSQL', value: (await index.statistics()).loaded.milliseconds / 1_000, unit: 's' });
  await index.close();
  index = await open();
  const { loaded, terms, words } = await index.statistics();
  note({
    what: `index read from its snapshot (${Math.round((await stat(join(folder, 'search', 'index.snapshot'))).size / 1e6)} MB)`,
    value: loaded.milliseconds / 1_000,
    unit: 's',
    beside: `${terms.toLocaleString('en')} terms, ${words.toLocaleString('en')} words`,
  });

  const searching: Searching = { db, index, rows: hitRows(), seal, vocabulary: () => vocabulary, organisationNames: async () => new Map(), sourceTitles: async () => new Map() };
  const app = Fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  await app.register(searchRoute, { prefix: '/api/v1', searching, sightOf: () => PUBLIC_SIGHT });
  await app.register(searchRoute, { prefix: '/as-a-person/api/v1', searching, sightOf: () => aPerson(size) });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const port = (app.server.address() as { port: number }).port;
  try {
    const mix = mixOf(synthetic, queries);
    await timed(port, mix.slice(0, 300).map(pathOf));
    const took = await timed(port, mix.map(pathOf));
    note({
      what: 'memory of the process (with index, server and bench)',
      value: process.memoryUsage.rss() / 1e6,
      unit: 'MB',
      beside: `before the index ${Math.round(before / 1e6)} MB`,
    });
    const others = beside ? await besideOf(synthetic, db, mix) : undefined;
    for (const p of [50, 99] as const) {
      note({
        what: `mix p${p}`,
        value: percentile(took, p),
        unit: 'ms',
        goal: GOALS[size] ? `${GOALS[size][`p${p}`]} ms` : '',
        beside: others ? others.map((other) => `${other.name} ${ratio(percentile(other.took, p), percentile(took, p))}`).join(', ') : '',
      });
    }
    for (const sort of new Set(mix.map((query) => query.sort))) {
      const own = took.filter((_, place) => mix[place]?.sort === sort);
      note({ what: `of these, ${sort} p50 / p99`, value: `${percentile(own, 50).toFixed(1)} / ${percentile(own, 99).toFixed(1)}`, unit: 'ms' });
    }
    for (const figure of await filtered(port, mix.slice(0, 1_000).map(pathOf))) note(figure);
    const typos = await timed(
      port,
      misspelled(synthetic, 500).map((q) => pathOf({ q, filters: {} })),
    );
    note({
      what: 'typing error p50 / p99',
      value: `${percentile(typos, 50).toFixed(1)} / ${percentile(typos, 99).toFixed(1)}`,
      unit: 'ms',
      goal: size === 1_000_000 ? 'p99 50 ms' : '',
    });
    const begun = await timed(
      port,
      prefixes(synthetic, 500).map((q) => pathOf({ q, filters: {} })),
    );
    note({ what: 'prefix p50 / p99', value: `${percentile(begun, 50).toFixed(1)} / ${percentile(begun, 99).toFixed(1)}`, unit: 'ms', goal: size === 1_000_000 ? 'p99 50 ms' : '' });
    for (const figure of await freshness(synthetic, { db, url, index })) note(figure);
  } finally {
    await app.close();
    await index.close();
  }
  return figures;
}

const persons = new Map<number, Sight>();
/** Somebody of three organisations who was named for fifty resources. */
function aPerson(size: number): Sight {
  const houses = [1, 2, 3].map(houseClass);
  const resources = Array.from({ length: 50 }, (_, n) => idOf(1 + Math.floor((n * size) / 50)));
  const sight = persons.get(size) ?? { key: `person of ${size}`, classes: ['public', ...houses], anytime: ['public', ...houses], resources };
  persons.set(size, sight);
  return { ...sight, at: new Date() };
}

/** The same queries as anyone and as a person who may discover some of what is restricted, by turns. */
async function filtered(port: number, paths: string[]): Promise<Figure[]> {
  const open: number[] = [];
  const asPerson: number[] = [];
  for (let from = 0; from < paths.length; from += 100) {
    const part = paths.slice(from, from + 100);
    open.push(...(await timed(port, part)));
    asPerson.push(
      ...(await timed(
        port,
        part.map((path) => `/as-a-person${path}`),
      )),
    );
  }
  const times = (of: (took: number[]) => number) => of(asPerson) / of(open);
  const mean = (took: number[]) => took.reduce((sum, one) => sum + one, 0) / took.length;
  return [
    { what: 'filtered by policy, the same queries, mean', value: times(mean), unit: '× the open ones', goal: 'at most 1.3 ×', beside: `${mean(open).toFixed(2)} ms open` },
    ...([50, 99] as const).map((p) => ({ what: `filtered by policy, p${p}`, value: times((took) => percentile(took, p)), unit: '× the open ones' })),
  ];
}

const ratio = (other: number, own: number) => `${other.toFixed(other < 10 ? 1 : 0)} ms (${(other / own).toFixed(1)} ×)`;

const timed = (port: number, paths: string[]) =>
  new Promise<number[]>((resolve, reject) => {
    const client = new Worker(new URL('./search-client.ts', import.meta.url), { workerData: { port, paths } });
    client.on('message', resolve);
    client.on('error', reject);
  });

async function besideOf(synthetic: Synthetic, db: Db, mix: MixedQuery[]): Promise<{ name: string; took: number[] }[]> {
  const sample = mix.slice(0, synthetic.size > 100_000 ? 60 : 200);
  await preparePlainSql(db);
  const sql: number[] = [];
  for (const query of sample) sql.push(await askPlainSql(db, query));
  if (synthetic.size > 100_000) return [{ name: 'plain SQL', took: sql }];
  const mini = miniSearch(synthetic);
  return [
    { name: 'plain SQL', took: sql },
    { name: 'MiniSearch, no HTTP', took: sample.map((query) => mini.ask(query)) },
  ];
}

/** How soon a change is found: by who made it, and by another process (here an index of its own). */
async function freshness({ row, vocabulary }: Synthetic, { db, url, index }: { db: Db; url: string; index: SearchIndex }): Promise<Figure[]> {
  const other = await openSearchIndex({ db, databaseUrl: url, log: () => {}, deadlineMilliseconds: 60_000 });
  const own: number[] = [];
  const others: number[] = [];
  const finds = async (of: SearchIndex, q: string) =>
    (
      await searchResources(
        { db, index: of, rows: hitRows(), seal, vocabulary: () => vocabulary, organisationNames: async () => new Map(), sourceTitles: async () => new Map() },
        { q, sight: PUBLIC_SIGHT },
      )
    ).total > 0;
  for (let n = 0; n < 20; n++) {
    const word = `freshly${'abcdefghijklmnopqrstuvwxyz'[n]}word`;
    const changed = { ...row(n + 1), visibility: 'public', title: ` ${word} ` };
    await db.transaction().execute((trx) => writeSearchRows(trx, [changed]));
    const begun = performance.now();
    await index.catchUp();
    own.push(performance.now() - begun);
    if (!(await finds(index, word))) throw new Error('a change was not found by who made it');
    while (!(await finds(other, word))) await new Promise((resolve) => setTimeout(resolve, 5));
    others.push(performance.now() - begun);
  }
  await other.close();
  return [
    { what: 'a change is found by who made it after', value: percentile(own, 50), unit: 'ms', goal: 'at once' },
    { what: 'and by another process after at most', value: Math.max(...others), unit: 'ms', goal: '1,000 ms' },
  ];
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const flag = (name: string) => process.argv.includes(name);
  await benchSearch({ sizes: [...(flag('--only-million') ? [] : [100_000]), ...(flag('--million') || flag('--only-million') ? [1_000_000] : [])], beside: !flag('--alone') });
  process.exit(0);
}
