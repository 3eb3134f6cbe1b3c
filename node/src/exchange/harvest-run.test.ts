import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PUBLIC_SIGHT } from '../access/index.ts';
import { run } from '../kernel/database.ts';
import { harvestNow } from './harvest-now.ts';
import { SHUTDOWN, type HarvestContext } from './harvest-run.ts';
import { listRejections } from './read-harvests.ts';
import { reportText, type HarvestReport } from './report.ts';
import { listSource, thing, things, type ListSource } from './testing/list-source.ts';
import { testNode, type TestNode } from './testing/test-node.ts';
import type { Target } from './targets/target.ts';

let node: TestNode;
let number = 0;
beforeAll(async () => {
  node = await testNode();
});
afterAll(() => node.close());

const aSource = (...items: Parameters<typeof listSource>[1] & object) => listSource(`list-${++number}`, items);
const harvest = (source: ListSource, more: { signal?: AbortSignal; allowDeletions?: boolean } = {}, context: Partial<HarvestContext> = {}) =>
  harvestNow({ ...node.withSources(source), ...context }, { source: source.id, by: 'test', ...more });
const counts = ({ read, created, updated, unchanged, deleted, rejectedTotal }: HarvestReport) => ({ read, created, updated, unchanged, deleted, rejected: rejectedTotal });
const known = (source: ListSource) => node.withSources(source).target(source).count(node.db);
/** Every row version of the catalogue: two equal answers mean that nothing was written between them. */
const versions = async () => {
  const tables = ['resource', 'record', 'revision', 'name', 'link', 'search_row'];
  const rows = await Promise.all(
    tables.map((table) => run(node.db, `select md5(string_agg(ctid::text || xmin::text, ',' order by ctid)) as state, count(*) as count from catalogue.${table}`)),
  );
  return rows.map((answer) => answer.rows[0]);
};

describe('a harvest', () => {
  test('takes in what is new, changed and gone, and counts all of it', async () => {
    const source = aSource(...things(30));
    expect(counts(await harvest(source))).toEqual({ read: 30, created: 30, updated: 0, unchanged: 0, deleted: 0, rejected: 0 });
    source.items = [...things(27), thing('thing-0', { title: { en: 'Renamed' } }), thing('new')].slice(1);
    const report = await harvest(source);
    expect(counts(report)).toEqual({ read: 28, created: 1, updated: 1, unchanged: 26, deleted: 3, rejected: 0 });
    expect(report).toMatchObject({ state: 'done', kinds: { dataset: 28 } });
    expect(await known(source)).toBe(28);
    expect(reportText(report)).toContain('read 28 = created 1 + updated 1 + unchanged 26 + rejected 0; deleted 3');
  });

  test('of what it knows already writes nothing', async () => {
    const source = aSource(...things(1_200));
    await harvest(source);
    const before = await versions();
    expect(counts(await harvest(source))).toMatchObject({ read: 1_200, unchanged: 1_200 });
    expect(await versions()).toEqual(before);
  });

  test('brings back what had gone', async () => {
    const source = aSource(...things(5));
    await harvest(source);
    source.items = things(4);
    expect((await harvest(source)).deleted).toBe(1);
    source.items = things(5);
    expect(counts(await harvest(source))).toMatchObject({ updated: 1, unchanged: 4, deleted: 0 });
    expect(await known(source)).toBe(5);
  });

  test('rejects each bad record with its field, and keeps the good ones', async () => {
    const source = aSource(
      thing('good'),
      thing('kind', { kind: 'spaceship' }),
      thing('date', { issued: '2026-02-30' }),
      thing('long', { description: { en: 'x'.repeat(10 * 2 ** 20) } }),
      thing('control', { title: { en: 'bell \u0007' } }),
      thing('nul', { keywords: ['a\u0000b'] }),
      thing('surrogate', { title: { en: 'half \ud800' } }),
      thing('two', { issued: 'yesterday', homepage: 'nowhere' }),
      thing('good'),
      { rejection: { record: 'file.txt line 7', field: '', reason: 'is no record' } },
      thing('also good'),
    );
    const report = await harvest(source);
    expect(report.state).toBe('done');
    expect(report.read).toBe(11);
    expect(report.created + report.rejectedTotal).toBe(11);
    const reasons = new Map(report.rejected.map(({ record, field, reason }) => [record, `${field}: ${reason}`]));
    expect(reasons.get('kind')).toMatch(/^kind: /);
    expect(reasons.get('date')).toMatch(/^issued: is no date/);
    expect(reasons.get('long')).toMatch(/^description.en: is longer than 200000/);
    expect(reasons.get('control')).toMatch(/^title.en: holds a control character/);
    expect(reasons.get('nul')).toMatch(/^keywords.0: holds a control character/);
    expect(reasons.get('two')).toMatch(/^homepage: is no web address; issued is no date/);
    expect(reasons.get('good')).toBe('key: duplicate identifier: record 1 of this harvest is "good" already, this is record 9');
    expect(reasons.get('file.txt line 7')).toBe(': is no record');
    expect(report.rejected).toHaveLength(report.rejectedTotal);
    const page = await listRejections(node.db, PUBLIC_SIGHT, report.harvest, { limit: 3 });
    const rest = await listRejections(node.db, PUBLIC_SIGHT, report.harvest, { limit: 100, cursor: page.next! });
    expect([...page.items, ...rest.items]).toEqual(report.rejected);
    await expect(listRejections(node.db, PUBLIC_SIGHT, report.harvest, { limit: 3, cursor: 'bm9uZTox' })).rejects.toThrow('does not belong to this list');
  });

  test('a link to nowhere waits and is counted', async () => {
    const source = aSource(
      thing('a', {
        links: [
          { predicate: 'uses', target: 'nobody:knows' },
          { predicate: 'cites', target: 'list:b' },
        ],
      }),
      thing('b', { identifiers: ['list:b'] }),
    );
    expect((await harvest(source)).links.unresolved).toBeGreaterThanOrEqual(1);
  });

  test('what was rejected is not taken for deleted', async () => {
    const source = aSource(...things(3));
    await harvest(source);
    source.items = [
      thing('thing-0'),
      thing('thing-1', { issued: 'never' }),
      { rejection: { record: 'thing-2', field: '', reason: 'is unreadable', key: 'thing-2', collection: 'things' } },
    ];
    expect(counts(await harvest(source))).toMatchObject({ unchanged: 1, rejected: 2, deleted: 0 });
    source.items = [thing('thing-0'), { rejection: { record: 'line 2', field: '', reason: 'is unreadable', collection: 'things' } }];
    const report = await harvest(source);
    expect(report.deleted).toBe(0);
    expect(report.notes.join()).toContain('"things" was not compared for deletions: line 2 could not be read');
    source.items = [thing('thing-0'), { rejection: { record: 'thing-1', field: 'Tags', reason: "outside this node's scope" } }];
    expect((await harvest(source)).deleted).toBe(2);
  });

  test('what hangs on a record that can no longer be read is spared', async () => {
    const derived = (key: string) => ({ record: { ...(thing(key) as { record: object }).record, collection: 'derived' } }) as ReturnType<typeof thing>;
    const source = aSource(thing('a'), derived('a-part'));
    source.whole = ['things', 'derived'];
    await harvest(source);
    source.items = [thing('b'), { rejection: { record: 'a', field: '', reason: 'is unreadable', key: 'a', collection: 'things', derived: ['derived'] } }];
    const report = await harvest(source);
    expect(report.deleted).toBe(0);
    expect(report.notes.join()).toContain('"derived" was not compared for deletions: a, which describes records of it');
  });

  test('holds back when most of a collection is missing, until told otherwise', async () => {
    const source = aSource(...things(30));
    await harvest(source);
    source.items = things(10);
    const report = await harvest(source);
    expect(report).toMatchObject({ state: 'done', deleted: 0 });
    expect(report.reason).toContain('20 of 30 records of "things" are missing');
    expect(report.reason).toContain('--allow-deletions');
    expect((await harvest(source, { allowDeletions: true })).deleted).toBe(20);
  });

  test('a source that breaks off keeps what was good and deletes nothing', async () => {
    const source = aSource(...things(30));
    await harvest(source);
    source.items = [thing('fresh'), ...things(30)];
    source.failAfter = 12;
    const report = await harvest(source);
    expect(report).toMatchObject({ state: 'failed', deleted: 0 });
    expect(report.reason).toContain('the source broke off at 12');
    expect(counts(report)).toMatchObject({ read: 12, created: 1, unchanged: 11 });
    expect(await known(source)).toBe(31);
  });
});

describe('one record the database refuses', () => {
  const withTarget = (source: ListSource, refuses: (key: string) => unknown): Partial<HarvestContext> => {
    const real = node.withSources(source).target(source);
    const target: Target = {
      ...real,
      async publish(trx, items, at) {
        for (const item of items) {
          const refusal = refuses(real.keyOf(item));
          if (refusal) throw refusal;
        }
        return real.publish(trx, items, at);
      },
    };
    return { target: () => target };
  };
  const sqlError = (code: string) => Object.assign(new Error(`database says ${code}`), { code });

  test('costs itself and no other', async () => {
    const source = aSource(...things(40));
    const report = await harvest(
      source,
      {},
      withTarget(source, (key) => key === 'thing-17' && sqlError('22P05')),
    );
    expect(counts(report)).toEqual({ read: 40, created: 39, updated: 0, unchanged: 0, deleted: 0, rejected: 1 });
    expect(report.rejected).toEqual([{ record: 'thing-17', field: '', reason: 'could not be stored: database says 22P05' }]);
  });

  test('two writers that meet try again', async () => {
    const source = aSource(...things(10));
    let times = 2;
    const report = await harvest(
      source,
      {},
      withTarget(source, () => times-- > 0 && sqlError('40P01')),
    );
    expect(counts(report)).toMatchObject({ created: 10, rejected: 0 });
  });

  test('a full disk fails the harvest, which can be resumed', async () => {
    const source = aSource(...things(1_400));
    let full = true;
    const context = withTarget(source, (key) => full && key === 'thing-1100' && sqlError('53100'));
    const report = await harvest(source, {}, context);
    expect(report.state).toBe('failed');
    expect(report.reason).toContain("The database's disk is full");
    expect(counts(report)).toMatchObject({ read: 1_000, created: 1_000 });
    full = false;
    expect(counts(await harvest(source, {}, context))).toMatchObject({ read: 1_400, created: 400, unchanged: 1_000 });
  });

  test('if all are refused the node is at fault and says so', async () => {
    const source = aSource(...things(20));
    const report = await harvest(
      source,
      {},
      withTarget(source, () => sqlError('22000')),
    );
    expect(report).toMatchObject({ state: 'failed', rejectedTotal: 20, read: 20 });
  });
});

describe('an interrupted harvest', () => {
  test('stops after the batch at hand and goes on from there', async () => {
    const source = aSource(...things(1_800), thing('thing-3'));
    const abort = new AbortController();
    source.before = (place) => void (place === 1_100 && abort.abort());
    const stopped = await harvest(source, { signal: abort.signal });
    expect(stopped.state).toBe('stopped');
    expect(stopped.read).toBeLessThan(1_101);
    expect(stopped.created).toBe(stopped.read);
    source.before = undefined;
    const resumed = await harvest(source);
    expect(resumed.harvest).toBe(stopped.harvest);
    expect(resumed.state).toBe('done');
    expect(counts(resumed)).toEqual({ read: 1_801, created: 1_800, updated: 0, unchanged: 0, deleted: 0, rejected: 1 });
  });

  test('cut off by a shutdown waits for the next start', async () => {
    const source = aSource(...things(1_300));
    const abort = new AbortController();
    source.before = (place) => void (place === 1_200 && abort.abort(SHUTDOWN));
    const cut = await harvest(source, { signal: abort.signal });
    expect(cut).toMatchObject({ state: 'queued', reason: expect.stringContaining('shut down') });
    source.before = undefined;
    expect(await harvest(source)).toMatchObject({ harvest: cut.harvest, state: 'done', created: 1_300 });
  });

  test('begins anew when the source has changed meanwhile, and says so', async () => {
    const source = aSource(...things(1_300));
    const abort = new AbortController();
    source.before = (place) => void (place === 1_200 && abort.abort());
    const stopped = await harvest(source, { signal: abort.signal });
    source.before = undefined;
    source.items = [thing('first'), ...source.items];
    const resumed = await harvest(source);
    expect(resumed.harvest).toBe(stopped.harvest);
    expect(resumed.notes.join()).toContain('The source has changed since this harvest was cut off');
    expect(counts(resumed)).toMatchObject({ read: 1_301, created: 1_301 - stopped.read, unchanged: stopped.read });
    expect(await known(source)).toBe(1_301);
  });

  test('a source is harvested by one at a time, and the second learns by whom', async () => {
    const source = aSource(...things(10));
    let go = () => {};
    const wait = new Promise<void>((resolve) => (go = resolve));
    let begun = () => {};
    const running = new Promise<void>((resolve) => (begun = resolve));
    source.before = async () => {
      begun();
      await wait;
    };
    const first = harvest(source);
    await running;
    await expect(harvest(source)).rejects.toThrow(/is being harvested already \(harvest \w+, begun by test at/);
    go();
    expect((await first).state).toBe('done');
  });

  test('always accounts for what it read, whatever happens in between', async () => {
    const sane = (report: HarvestReport) => expect(report.read).toBe(report.created + report.updated + report.unchanged + report.rejectedTotal);
    const item = fc.oneof(
      { weight: 6, arbitrary: fc.nat(400).map((it) => thing(`p-${it}`)) },
      { weight: 2, arbitrary: fc.tuple(fc.nat(400), fc.nat(3)).map(([it, title]) => thing(`p-${it}`, { title: { en: `Title ${title}` } })) },
      { weight: 1, arbitrary: fc.nat(50).map((it) => thing(`bad-${it}`, { issued: 'no' })) },
      { weight: 1, arbitrary: fc.nat(50).map((it) => ({ rejection: { record: `line ${it}`, field: '', reason: 'no' } })) },
    );
    const round = fc.record({ items: fc.array(item, { minLength: 1, maxLength: 1_500, size: 'max' }), fails: fc.option(fc.nat(1_500)), stops: fc.option(fc.nat(1_500)) });
    await fc.assert(
      fc.asyncProperty(fc.array(round, { minLength: 2, maxLength: 3 }), async (rounds) => {
        const source = aSource();
        for (const { items, fails, stops } of rounds) {
          source.items = items;
          source.failAfter = fails ?? undefined;
          const abort = new AbortController();
          source.before = (place) => void (place === stops && abort.abort());
          sane(await harvest(source, { signal: abort.signal }));
        }
        source.failAfter = source.before = undefined;
        const last = await harvest(source, { allowDeletions: true });
        sane(last);
        expect(last.state).toBe('done');
        expect(last.read).toBe(source.items.length);
        const keys = new Set(source.items.flatMap((it) => ('record' in it && !it.record.key.startsWith('bad-') ? [it.record.key] : [])));
        expect(await known(source)).toBe(keys.size);
        // The first of two records with one key stands; all others are told apart in the report.
        expect(last.rejectedTotal).toBe(last.rejected.length);
      }),
      { numRuns: 8 },
    );
  });
});
