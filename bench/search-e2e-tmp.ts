import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { Worker } from 'node:worker_threads';
import { catalogueMigrations } from '/work/main/node/src/catalogue/migrations.ts';
import { openSearchIndex, searchRoute, type Searching } from '/work/main/node/src/catalogue/search/index.ts';
import { openDatabase, run } from '/work/main/node/src/kernel/database.ts';
import { migrate } from '/work/main/node/src/kernel/migrate.ts';
import { misspelled, mixOf, pathOf, percentile, prefixes } from '/work/main/bench/search-mix.ts';
import { fill, synthesise } from '/work/main/bench/search-synthetic.ts';
const N = Number(process.argv[2] ?? 100000); const Q = Number(process.argv[3] ?? 1500);
const url = `postgresql://biotope@127.0.0.1:5599/${N === 100000 ? 'b100k' : 'b1m'}`;
const { db, close } = openDatabase(url); await migrate(db, [catalogueMigrations]);
const s = synthesise(N);
const have = (await run(db, 'select count(*) n from catalogue.search_row')).rows[0]!['n'];
if (have === 0) { const t = performance.now(); console.log('fill', (await fill(db, s)).toFixed(0), '/s', (performance.now() - t).toFixed(0)); }
const index = await openSearchIndex({ db, databaseUrl: url, snapshotFolder: `/tmp/pgb-snap-${N}`, log: console.log, deadlineMilliseconds: 60000 });
console.log(await index.statistics());
const searching: Searching = { db, index, vocabulary: () => s.vocabulary, organisationNames: async () => new Map(), sourceTitles: async () => new Map() };
const app = Fastify(); app.setValidatorCompiler(validatorCompiler); app.setSerializerCompiler(serializerCompiler);
await app.register(searchRoute, { prefix: '/api/v1', searching, audienceOf: () => 'public' });
await app.listen({ port: 0, host: '127.0.0.1' });
const port = (app.server.address() as { port: number }).port;
const timed = (paths: string[]) => new Promise<number[]>((resolve, reject) => { const c = new Worker('/work/main/bench/search-client.ts', { workerData: { port, paths } }); c.on('message', resolve); c.on('error', reject); });
const mix = mixOf(s, Q); await timed(mix.slice(0, 300).map(pathOf));
const c0 = process.cpuUsage(); const took = await timed(mix.map(pathOf)); const c1 = process.cpuUsage(c0);
console.log('mix', percentile(took, 50).toFixed(2), percentile(took, 99).toFixed(2), 'cpu/query', ((c1.user + c1.system) / 1000 / Q).toFixed(2));
for (const sort of new Set(mix.map((q) => q.sort))) { const own = took.filter((_, i) => mix[i]!.sort === sort); console.log('  ', sort, percentile(own, 50).toFixed(2), percentile(own, 99).toFixed(2)); }
for (const [n, qs] of [['typo', misspelled(s, 100)], ['prefix', prefixes(s, 100)]] as const) { const t = await timed(qs.map((q) => pathOf({ q, filters: {} }))); console.log(n, percentile(t, 50).toFixed(2), percentile(t, 99).toFixed(2)); }
console.log('rss', (process.memoryUsage.rss() / 1e6).toFixed(0));
await app.close(); await index.close(); await close(); process.exit(0);
