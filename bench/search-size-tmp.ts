import { openSearchIndex, searchResources } from '/work/main/node/src/catalogue/search/index.ts';
import { openDatabase, run } from '/work/main/node/src/kernel/database.ts';
import { synthesise } from '/work/main/bench/search-synthetic.ts';
import { understand } from '/work/main/node/src/catalogue/search/understand.ts';
import { parseQuery } from '/work/main/node/src/catalogue/search/query.ts';
const url = 'postgresql://biotope@127.0.0.1:5599/b1m'; const { db, pool } = openDatabase(url); const s = synthesise(1000000);
const index = await openSearchIndex({ db, databaseUrl: url, snapshotFolder: `/tmp/pgb-snap-1000000`, log: console.log });
const searching = { db, index, vocabulary: () => s.vocabulary, organisationNames: async () => new Map(), sourceTitles: async () => new Map() };
const sql = `select r.ordinal, r.id, r.category, r.kind, r.status, r.title, r.updated, r.links, s.sources,
       r.content -> 'description' as description, r.content -> 'topics' as topics, r.content -> 'operations' as operations,
       r.content -> 'reads' as reads, r.content -> 'writes' as writes, r.content -> 'formats' as formats,
       r.content -> 'provider' as provider, r.content -> 'licence' as licence
     from catalogue.resource r join catalogue.search_row s using (ordinal)
     where r.ordinal = any($1::int[]) and r.status <> 'withdrawn' and r.status not in ('draft', 'in-review')`;
const T = async (n: string, f: (i: number) => unknown) => { for (let i = 0; i < 30; i++) await f(i); const xs: number[] = []; for (let i = 0; i < 200; i++) { const t = performance.now(); await f(i); xs.push(performance.now() - t); } xs.sort((a, b) => a - b); console.log(n, 'p50', xs[100]!.toFixed(2), 'p95', xs[190]!.toFixed(2)); };
for (let r = 0; r < 2; r++) {
await T('understand', (i) => understand(s.word(30 + i), parseQuery(s.word(30 + i)), { vocabulary: s.vocabulary, language: 'en', organisationsNamed: async () => [], known: undefined }));
await T('ping', () => index.ask('counts', { tokens: [], audience: 'public' }));
await T('query', (i) => index.ask('query', { plan: { type: 'group', alternatives: [{ tokens: [s.word(30 + i)], weight: 1 }] }, filters: {}, audience: 'public', sort: 'relevance', limit: 20, facetValues: 50 }));
await T('select 1', () => run(db, 'select 1'));
const ords = (i: number) => Array.from({ length: 20 }, (_, k) => (i * 7919 + k * 4999) % 100000 + 1);
await T('hydrate sql', (i) => run(db, sql, [ords(i)]));
await T('hydrate prepared', (i) => pool.query({ name: 'hydrate', text: sql, values: [ords(i)] }));
await T('hydrate rowjson', (i) => pool.query({ name: 'hydrate2', text: `select r.id, r.content from catalogue.resource r where ordinal = any($1::int[])`, values: [ords(i)] }));
await T('whole', (i) => searchResources(searching, { q: s.word(30 + i), audience: 'public' }));
const a = await searchResources(searching, { q: s.word(30), audience: 'public' });
await T('stringify', () => JSON.stringify(a));
}
await index.close(); process.exit(0);
