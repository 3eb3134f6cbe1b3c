import { openSearchIndex, searchResources } from '/work/main/node/src/catalogue/search/index.ts';
import { openDatabase } from '/work/main/node/src/kernel/database.ts';
import { synthesise } from '/work/main/bench/search-synthetic.ts';
const url = 'postgresql://biotope@127.0.0.1:5599/b100k'; const { db } = openDatabase(url); const s = synthesise(100000);
const index = await openSearchIndex({ db, databaseUrl: url, snapshotFolder: `/tmp/pgb-snap-100000`, log: console.log });
const searching = { db, index, vocabulary: () => s.vocabulary, organisationNames: async () => new Map(), sourceTitles: async () => new Map() };
const a = await searchResources(searching, { q: s.word(30), audience: 'public' });
console.log('body', JSON.stringify(a).length, 'items', JSON.stringify(a.items).length, Object.fromEntries(Object.entries(a.facets).map(([k, v]) => [k, [v!.length, JSON.stringify(v).length]])));
for (let r = 0; r < 3; r++) { const t = performance.now(); for (let i = 0; i < 200; i++) await searchResources(searching, { q: s.word(30 + i), audience: 'public' }); console.log('per search', (performance.now() - t) / 200);
 const t2 = performance.now(); for (let i = 0; i < 200; i++) await index.ask('counts', { tokens: [], audience: 'public' }); console.log('round trip', (performance.now() - t2) / 200);
 const t3 = performance.now(); for (let i = 0; i < 200; i++) await index.ask('query', { plan: { type: 'group', alternatives: [{ tokens: [s.word(30 + i)], weight: 1 }] }, filters: {}, audience: 'public', sort: 'relevance', limit: 20, facetValues: 50 }); console.log('query', (performance.now() - t3) / 200);
 const t4 = performance.now(); for (let i = 0; i < 200; i++) await db.selectFrom('catalogue.resource').select('id').where('ordinal', '=', i).execute(); console.log('pg', (performance.now() - t4) / 200); }
await index.close(); process.exit(0);
