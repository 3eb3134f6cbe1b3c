import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PUBLIC_SIGHT } from '../node/src/access/index.ts';
import { catalogueMigrations } from '../node/src/catalogue/index.ts';
import { COUNTS_OF, DEGREES_OF, EDGES_AMONG, FIRST_OF, NEIGHBOURS_OF_EACH } from '../node/src/catalogue/graph/edge-store.ts';
import { STEPS_FROM } from '../node/src/catalogue/graph/frontier-store.ts';
import { links, neighbourhood, possibilities, shortestPath, type Asking } from '../node/src/catalogue/graph/index.ts';
import { PREDICATE_NAMES } from '../node/src/catalogue/predicates.ts';
import { openDatabase, run, type Db } from '../node/src/kernel/database.ts';
import { migrate } from '../node/src/kernel/migrate.ts';
import { startPostgres } from '../node/src/kernel/postgres/index.ts';
import { snapshotOf, type Term } from '../node/src/vocabulary/index.ts';
import type { Figure } from './figures.ts';

const NODES = { resources: 95_000, terms: 4_500, organisations: 500 };
const LINKS = 500_000;

/** The same numbers at every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

/** Zipf's law: the k-th of `size` is taken in proportion to 1/k. */
function zipf(size: number, random: () => number): () => number {
  const sums = new Float64Array(size);
  let sum = 0;
  for (let k = 0; k < size; k++) sums[k] = sum += 1 / (k + 1);
  return () => {
    const at = random() * sum;
    let low = 0;
    let high = size - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] as number) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

const KINDS = [
  { kind: 'compute', category: 'compute', count: 100 },
  { kind: 'tool', category: 'tool', count: 15_000 },
  { kind: 'training-material', category: 'training', count: 9_900 },
  { kind: 'dataset', category: 'data', count: 30_000 },
  { kind: 'workflow', category: 'tool', count: 40_000 },
];

interface Synthetic {
  resources: { id: string; kind: string; category: string; title: object; status: string }[];
  links: { subject_id: string; predicate: string; object_id: string; object_type: string }[];
  terms: Term[];
}

function synthesise(): Synthetic {
  const random = numbers(7);
  const id = (n: number) => `r${String(n).padStart(11, '0').replaceAll('1', 'a')}`;
  const resources: Synthetic['resources'] = [];
  const byKind = new Map<string, string[]>();
  for (const { kind, category, count } of KINDS) {
    const ids = Array.from({ length: count }, (_, i) => id(resources.length + i));
    byKind.set(kind, ids);
    for (const [i, it] of ids.entries())
      resources.push({ id: it, kind, category, title: { en: `${kind} ${i}`, zh: `资源 ${i}` }, status: random() < 0.02 ? 'draft' : 'published' });
  }
  const terms = Array.from({ length: NODES.terms }, (_, i): Term => {
    const branch = (['topic', 'operation', 'format'] as const)[i % 3] as string;
    return {
      id: `edam:${branch}_${9000 + i}`,
      iri: `http://edamontology.org/${branch}_${9000 + i}`,
      vocabulary: 'edam',
      branch,
      label: { en: `${branch} ${i}` },
      synonyms: [],
      broader: [],
      deprecated: false,
      replacedBy: [],
      consider: [],
      relations: [],
      extensions: [],
    };
  });
  const ofBranch = (branch: string) => terms.filter((term) => term.branch === branch).map((term) => term.id);
  const drawn = (ids: string[]) => {
    const draw = zipf(ids.length, random);
    return () => ids[draw()] as string;
  };
  const tool = drawn(byKind.get('tool') as string[]);
  const workflow = drawn(byKind.get('workflow') as string[]);
  const server = drawn(byKind.get('compute') as string[]);
  const topic = drawn(ofBranch('topic'));
  const operation = drawn(ofBranch('operation'));
  const format = drawn(ofBranch('format'));
  const organisation = drawn(Array.from({ length: NODES.organisations }, (_, i) => `org:o${i}`));
  const shapes: Record<string, [string, string, () => string][]> = {
    compute: [['provided-by', 'organisation', organisation]],
    tool: [
      ['has-operation', 'term', operation],
      ['has-topic', 'term', topic],
      ['reads-format', 'term', format],
      ['runs-on', 'resource', server],
      ['runs-on', 'resource', server],
    ],
    workflow: [
      ['uses', 'resource', tool],
      ['uses', 'resource', tool],
      ['uses', 'resource', tool],
      ['runs-on', 'resource', server],
      ['has-topic', 'term', topic],
    ],
    dataset: [
      ['has-format', 'term', format],
      ['has-topic', 'term', topic],
      ['provided-by', 'organisation', organisation],
      ['has-format', 'term', format],
    ],
    'training-material': [
      ['teaches', 'resource', tool],
      ['uses', 'resource', workflow],
      ['has-topic', 'term', topic],
    ],
  };
  const links = new Map<string, Synthetic['links'][number]>();
  for (let round = 0; links.size < LINKS; round++) {
    for (const { id: subject_id, kind } of resources) {
      const shape = shapes[kind] as [string, string, () => string][];
      const [predicate, object_type, draw] = shape[round % shape.length] as [string, string, () => string];
      const object_id = draw();
      if (object_id !== subject_id && links.size < LINKS) links.set(`${subject_id} ${predicate} ${object_id}`, { subject_id, predicate, object_id, object_type });
    }
  }
  return { resources, links: [...links.values()], terms };
}

async function load(db: Db, { resources, links }: Synthetic): Promise<void> {
  const batches = <T>(rows: T[]) => Array.from({ length: Math.ceil(rows.length / 20_000) }, (_, i) => rows.slice(i * 20_000, (i + 1) * 20_000));
  for (const batch of batches(resources)) {
    await run(
      db,
      `insert into catalogue.resource (id, category, kind, status, title, content, provenance, revision, created, updated, visibility)
      select id, category, kind, status, title, jsonb_build_object('title', title, 'description', repeat(id, 60)), '{}', 1, now(), now(), 'public'
      from jsonb_to_recordset($1::jsonb) as t(id text, category text, kind text, status text, title jsonb)`,
      [JSON.stringify(batch)],
    );
  }
  for (const batch of batches(links)) {
    await run(
      db,
      `insert into catalogue.link (subject_id, predicate, target, object_id, object_type, source, record)
      select subject_id, predicate, object_id, object_id, object_type, 'bench', subject_id
      from jsonb_to_recordset($1::jsonb) as t(subject_id text, predicate text, object_id text, object_type text)`,
      [JSON.stringify(batch)],
    );
  }
  await run(
    db,
    `update catalogue.resource r set links = c.n from (
    select id, count(*)::int as n from (select subject_id as id from catalogue.link union all select object_id from catalogue.link) e group by id) c where c.id = r.id`,
  );
  await run(db, 'vacuum analyze catalogue.resource');
  await run(db, 'vacuum analyze catalogue.link');
}

const percentile = (sorted: number[], share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;

interface Timing {
  p50: number;
  p99: number;
}

async function timed(asked: number, ask: (i: number) => Promise<unknown>): Promise<Timing> {
  for (let i = 0; i < Math.min(20, asked); i++) await ask(i);
  const taken: number[] = [];
  for (let i = 0; i < asked; i++) {
    const start = performance.now();
    await ask(i);
    taken.push(performance.now() - start);
  }
  taken.sort((a, b) => a - b);
  return { p50: percentile(taken, 0.5), p99: percentile(taken, 0.99) };
}

/** What one would write by hand: everything within two steps, the nearest first. */
const BY_HAND = `
  with recursive hop(id, depth) as (
    select $1::text, 0
    union
    select case when l.subject_id = h.id then l.object_id else l.subject_id end, h.depth + 1
    from hop h join catalogue.link l on l.subject_id = h.id or l.object_id = h.id where h.depth < $2
  ), nearest as (select id, min(depth) as depth from hop group by id)
  select n.id, n.depth, r.kind, r.title, (select count(*) from catalogue.link l where l.subject_id = n.id or l.object_id = n.id) as degree
  from (select * from nearest order by depth, id limit 61) n left join catalogue.resource r on r.id = n.id`;

/** The indexes that PostgreSQL reads for a statement, and the tables it reads whole. */
async function plan(db: Db, statement: string, parameters: unknown[]): Promise<string> {
  const { rows } = await run(db, `explain ${statement}`, parameters);
  const lines = rows.map((row) => String(row['QUERY PLAN'])).join('\n');
  const names = (pattern: RegExp) => [...new Set([...lines.matchAll(pattern)].map((match) => match[1]))].sort().join(', ');
  return `indexes ${names(/Scan (?:Backward )?using (\w+)/g) || 'none'}; read whole: ${names(/Seq Scan on (\w+)/g) || 'nothing'}`;
}

/** Neighbourhoods and paths on 100,000 nodes and 500,000 links, by function call, beside SQL written by hand. */
export async function benchGraph(): Promise<Figure[]> {
  const given = process.env['BIOTOPE_BENCH_DATABASE_URL'];
  const folder = given ? undefined : mkdtempSync(join(tmpdir(), 'biotope-bench-'));
  const postgres = folder ? await startPostgres({ dataFolder: folder }) : undefined;
  const { db, close } = openDatabase(given ?? postgres?.url ?? '');
  try {
    await migrate(db, [catalogueMigrations]);
    const synthetic = synthesise();
    await load(db, synthetic);
    return await measure(db, synthetic);
  } finally {
    await close();
    await postgres?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(db: Db, { resources, terms }: Synthetic): Promise<Figure[]> {
  const asking: Asking = { db, vocabulary: snapshotOf(terms, 1), organisationNames: async (ids) => new Map(ids.map((id) => [id, { en: id }])), sight: PUBLIC_SIGHT };
  const random = numbers(11);
  const ids = [...resources.filter(({ status }) => status === 'published').map(({ id }) => id), ...terms.map(({ id }) => id)];
  const anyResource = () => ids[Math.floor(random() * (ids.length - terms.length))] as string;
  const any = () => ids[Math.floor(random() * ids.length)] as string;
  const { rows: hubs } = await run(db, 'select object_id as id, count(*) as links from catalogue.link group by 1 order by 2 desc');
  const nearest = hubs.reduce((best, hub) => (Math.abs((hub['links'] as number) - 5_000) < Math.abs((best['links'] as number) - 5_000) ? hub : best));
  const hubId = nearest['id'] as string;
  const around = (id: string, hops: 1 | 2) => neighbourhood(asking, { id, hops, limit: 60 });

  const byHand = [await timed(100, () => run(db, BY_HAND, [any(), 1])), await timed(30, () => run(db, BY_HAND, [any(), 2]))] as const;
  const figure = async (what: string, asked: number, ask: () => Promise<unknown>, more: { goal?: number; beside?: Timing } = {}): Promise<Figure[]> => {
    const { p50, p99 } = await timed(asked, ask);
    const { goal, beside } = more;
    return [
      {
        what: `graph, ${what}, p50`,
        value: p50,
        unit: 'ms',
        ...(beside ? { beside: `recursive SQL by hand ${beside.p50.toFixed(1)} ms, ratio ${(p50 / beside.p50).toFixed(2)}` } : {}),
      },
      {
        what: `graph, ${what}, p99`,
        value: p99,
        unit: 'ms',
        ...(goal ? { goal: `at most ${goal}` } : {}),
        ...(beside ? { beside: `recursive SQL by hand ${beside.p99.toFixed(1)} ms, ratio ${(p99 / beside.p99).toFixed(2)}` } : {}),
      },
    ];
  };
  const frontier = ids.filter((_, place) => place % 5_000 === 0);
  return [
    ...(await figure('1 hop of any node', 500, () => around(any(), 1), { beside: byHand[0] })),
    ...(await figure('2 hops of any node', 500, () => around(any(), 2), { goal: 50, beside: byHand[1] })),
    ...(await figure(`2 hops of a hub of ${nearest['links']} links`, 100, () => around(hubId, 2))),
    ...(await figure(`2 hops of the largest hub, ${hubs[0]?.['links']} links`, 50, () => around(hubs[0]?.['id'] as string, 2))),
    ...(await figure('a page of 50 links of any node', 200, () => links(asking, { id: any(), limit: 50 }))),
    ...(await figure('shortest path between any two nodes', 100, () => shortestPath(asking, { from: any(), to: any() }))),
    ...(await figure('what can be done with any resource', 200, () => possibilities(asking, { id: anyResource(), limit: 10 }))),
    { what: 'graph, plan: counts of the first ring', value: await plan(db, COUNTS_OF, [hubId]) },
    { what: 'graph, plan: first of the first ring', value: await plan(db, FIRST_OF, [hubId, PREDICATE_NAMES, 500, 60]) },
    { what: 'graph, plan: second ring', value: await plan(db, NEIGHBOURS_OF_EACH, [frontier, PREDICATE_NAMES, 12]) },
    { what: 'graph, plan: links among what is shown', value: await plan(db, EDGES_AMONG, [frontier, null]) },
    { what: 'graph, plan: degrees', value: await plan(db, DEGREES_OF, [frontier, 26]) },
    { what: 'graph, plan: steps of a path', value: await plan(db, STEPS_FROM, [frontier, 50_000]) },
  ];
}
