import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { FULL_SIGHT, PUBLIC_SIGHT } from '../../access/index.ts';
import { publishRecords, readResource, resourcesNamed, withdrawRecords, type Reading, type SourceRecord } from '../../catalogue/index.ts';
import { OWN_SOURCES } from '../../exchange/index.ts';
import { readAll } from '../../exchange/testing/read-all.ts';
import { sharedData } from '../../exchange/testing/shared-data.ts';
import { run } from '../../kernel/database.ts';
import { identifierOf } from '../../kernel/identifiers.ts';
import { saying, testNode, tombstone } from '../testing/nodes.ts';
import { holdersOf } from './holders.ts';
import { countWaiting } from './open-placing.ts';
import { PLACING } from './place-batch.ts';
import { cutOff, openPlacingCatalogue, receive, type PlacingCatalogue } from './testing/replicas.ts';

const self = { id: `node:${'0'.repeat(26)}`, name: { en: 'This hub', zh: '本枢纽' }, url: 'https://node.example' };
const [proteomics, imaging, plants] = [await testNode('proteomics'), await testNode('imaging'), await testNode('plants')];
type TestNode = typeof proteomics;

let hub: PlacingCatalogue;
let reading: Reading;
let count = 0;
/** Part of every name of a test, so that tests do not meet. */
let x: string;

beforeAll(async () => {
  hub = await openPlacingCatalogue();
  reading = hub.reading;
});
afterAll(() => hub.close());
beforeEach(() => void (x = `x${++count}`));

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const resourceId = (n: number) => [...`${n}`.padStart(12, '0')].map((digit) => ALPHABET[Number(digit)]).join('');
let resources = 0;
/** What a node says of a resource: by default a new one. */
const says = (node: TestNode, title: string, more: Partial<Parameters<typeof saying>[1]> & { fields?: object } = {}) => {
  const { fields, ...rest } = more;
  return saying(node, { resource: resourceId(++resources), version: 1, description: { kind: 'tool', title: { en: title }, ...fields }, ...rest });
};
const contextAt = (at = new Date('2026-02-01T00:00:00Z')) => ({ vocabulary: hub.vocabulary, at, by: 'harvest:test' });
const harvest = (source: string, records: SourceRecord[]) => hub.db.transaction().execute((trx) => publishRecords(trx, source, records, contextAt()));
const shown = async (id: string, sight = PUBLIC_SIGHT) => readResource({ ...reading, sight }, id);
const named = (name: string, sight = PUBLIC_SIGHT) => resourcesNamed({ ...reading, sight }, name);
const holders = async (id: string, sight = PUBLIC_SIGHT) => (await holdersOf({ db: hub.db, self }, { ...reading, sight }, id)).items;
const replica = async (node: TestNode, resource: string) =>
  (await run(hub.db, 'select wanted, placed, problem from federation.replica where origin = $1 and resource = $2', [node.id, resource])).rows[0]!;

describe('what a member says', () => {
  it('stands in the catalogue under its name, follows its changes, and leaves a tombstone with its reason', async () => {
    const { resource } = (await says(proteomics, '')).envelope;
    await receive(hub.db, [await says(proteomics, `Spectra ${x}`, { resource })]);
    expect(await hub.placing.catchUp()).toEqual({ placed: 1, withdrawn: 0, rejected: 0 });
    const [id] = await named(`${proteomics.id}:${resource}`);
    expect(await shown(id!)).toMatchObject({ resource: { title: { en: `Spectra ${x}` }, sources: [{ source: proteomics.id, record: resource }] } });

    await receive(hub.db, [await says(proteomics, `Spectra ${x}`, { resource, version: 2, fields: { version: '2.0' } })]);
    expect(await hub.placing.catchUp()).toMatchObject({ placed: 1 });
    expect(await shown(id!)).toMatchObject({ resource: { version: '2.0' } });
    expect(await hub.placing.catchUp(), 'nothing is left to do').toEqual({ placed: 0, withdrawn: 0, rejected: 0 });

    await receive(hub.db, [await tombstone(proteomics, { resource, version: 3, reason: { en: 'The instrument is gone', zh: '仪器已撤' } })]);
    expect(await hub.placing.catchUp()).toEqual({ placed: 0, withdrawn: 1, rejected: 0 });
    expect(await shown(id!)).toMatchObject({ tombstone: { reason: 'The instrument is gone / 仪器已撤' } });
    expect(await holders(id!)).toEqual([]);
  });

  it('goes where nobody hands it on any more, and says so in both languages', async () => {
    await run(
      hub.db,
      `insert into federation.node (id, url, name, document, first_seen, updated) values ($1, 'https://plants.example', '{"en":"Plant group","zh":"植物组"}', '{}', now(), now())`,
      [plants.id],
    );
    await hub.placing.names.refresh();
    const said = await says(plants, `Seeds ${x}`);
    await receive(hub.db, [said]);
    await hub.placing.catchUp();
    const [id] = await named(`${plants.id}:${said.envelope.resource}`);
    await cutOff(hub.db, plants.id);
    expect(await hub.placing.catchUp()).toMatchObject({ withdrawn: 1 });
    expect(await shown(id!)).toMatchObject({ tombstone: { reason: expect.stringMatching(/"Plant group".*no longer handed on.* \/ .*“植物组”/) } });
  });

  it('is refused where it does not hold, with each flaw, and is tried again with the next version', async () => {
    const bad = await says(proteomics, '', { fields: { kind: 'nonsense', homepage: 'nowhere' } });
    const good = await says(proteomics, `Beside it ${x}`);
    await receive(hub.db, [bad, good]);
    expect(await hub.placing.catchUp()).toEqual({ placed: 1, withdrawn: 0, rejected: 1 });
    const noted = await replica(proteomics, bad.envelope.resource);
    expect(noted).toMatchObject({ placed: noted['wanted'], problem: expect.stringMatching(/\/kind .*\/homepage is no web address/) });
    expect(await countWaiting(hub.db), 'it is not tried for ever').toBe(0);
    await receive(hub.db, [await says(proteomics, `Better ${x}`, { resource: bad.envelope.resource, version: 2 })]);
    expect(await hub.placing.catchUp()).toMatchObject({ placed: 1 });
    expect(await replica(proteomics, bad.envelope.resource)).toMatchObject({ problem: null });
  });

  it('that the database itself refuses has a problem, and nothing beside it has', async () => {
    await run(hub.db, `alter table catalogue.record add constraint of_test check (key <> '${resourceId(900_001)}')`);
    await receive(hub.db, [await says(proteomics, `One ${x}`), await says(proteomics, `Poison ${x}`, { resource: resourceId(900_001) }), await says(proteomics, `Two ${x}`)]);
    expect(await hub.placing.catchUp()).toEqual({ placed: 2, withdrawn: 0, rejected: 1 });
    expect(await replica(proteomics, resourceId(900_001))).toMatchObject({ problem: expect.stringContaining('could not be stored') });
    await run(hub.db, 'alter table catalogue.record drop constraint of_test');
  });

  it('leads to what it links to, by its address there and by the names of registries', async () => {
    const [tool, workflow] = [await says(imaging, `Stitcher ${x}`), `Mosaic ${x}`];
    await receive(hub.db, [
      await says(imaging, workflow, {
        fields: {
          kind: 'workflow',
          links: [
            { predicate: 'uses', target: tool.envelope.url },
            { predicate: 'uses', target: `galaxy-codex:${x}` },
          ],
        },
      }),
      tool,
      await says(plants, `Named ${x}`, { records: [`galaxy-codex:${x}`] }),
    ]);
    await hub.placing.catchUp();
    const { rows } = await run(
      hub.db,
      `select o.title->>'en' as title from catalogue.link l join catalogue.resource s on s.id = l.subject_id join catalogue.resource o on o.id = l.object_id where s.title->>'en' = $1 order by 1`,
      [workflow],
    );
    expect(rows.map(({ title }) => title)).toEqual([`Named ${x}`, `Stitcher ${x}`]);
  });

  it('is placed by itself when it comes', async () => {
    const placing = await hub.another();
    placing.start();
    const said = await says(imaging, `Prompt ${x}`);
    await receive(hub.db, [said]);
    while ((await named(`${imaging.id}:${said.envelope.resource}`)).length === 0) await new Promise((again) => setTimeout(again, 20));
    await placing.close();
  });
});

describe('one thing in several nodes', () => {
  const record = (key: string, more: object = {}): SourceRecord => ({ key, collection: 'tools', description: { kind: 'tool', title: { en: `Tool ${x}` }, ...more } });

  it('is one resource where they harvested one registry record, this node among them, in whatever order they come', async () => {
    const galaxy = `tool/${x}`;
    const a = await says(proteomics, `Tool ${x}`, { records: [`galaxy-codex:${galaxy}`], fields: { topics: ['Proteomics'] } });
    const b = await says(imaging, `Tool ${x}`, { records: [`galaxy-codex:${galaxy}`], fields: { topics: ['Imaging'], identifiers: [`doi:10.1000/${x}`] } });
    await receive(hub.db, [a]);
    await hub.placing.catchUp();
    await harvest('galaxy-codex', [record(galaxy)]);
    await receive(hub.db, [b]);
    await hub.placing.catchUp();
    const ids = await named(`galaxy-codex:${galaxy}`);
    expect(ids).toHaveLength(1);
    expect((await holders(ids[0]!)).map(({ node }) => node).sort()).toEqual([self.id, proteomics.id, imaging.id].sort());
    expect(await shown(ids[0]!)).toMatchObject({ resource: { identifiers: [`doi:10.1000/${x}`] } });

    await hub.db.transaction().execute((trx) => withdrawRecords(trx, 'galaxy-codex', [galaxy], { ...contextAt(), reason: 'gone' }));
    await receive(hub.db, [await tombstone(proteomics, { resource: a.envelope.resource, version: 2, reason: { en: 'moved' } })]);
    await hub.placing.catchUp();
    expect(
      (await holders(ids[0]!)).map(({ node }) => node),
      'it stays with who still has it',
    ).toEqual([imaging.id]);
  });

  it('is told apart where a source is each node’s own', async () => {
    await receive(hub.db, [await says(proteomics, `Mine ${x}`, { records: [`inhouse:1-${x}`] }), await says(imaging, `Mine ${x}`, { records: [`inhouse:1-${x}`] })]);
    await hub.placing.catchUp();
    expect((await run(hub.db, `select count(*) as n from catalogue.resource where title->>'en' = $1 and status = 'published'`, [`Mine ${x}`])).rows).toEqual([{ n: 2 }]);
  });

  it('tells of each holder where it stands there, which version, and by which way it came', async () => {
    const said = await says(imaging, `Told ${x}`, { version: 7, incarnation: 2, url: `https://imaging.example/r/${x}` });
    await receive(hub.db, [said], [plants.id]);
    await hub.placing.catchUp();
    const [id] = await named(`${imaging.id}:${said.envelope.resource}`);
    expect(await holders(id!)).toEqual([
      {
        node: imaging.id,
        name: { en: imaging.id },
        here: false,
        url: null,
        address: `https://imaging.example/r/${x}`,
        version: { incarnation: 2, version: 7 },
        said: '2026-01-01T00:00:00.000Z',
        received: expect.any(String),
        via: [{ node: plants.id, name: { en: 'Plant group', zh: '植物组' } }],
        audience: 'public',
      },
    ]);
  });
});

describe('what a member shares with its group', () => {
  it('is seen by nobody but those who may, and joins nothing', async () => {
    await harvest('rdmkit', [{ key: `tool-${x}`, collection: 'tools', description: { kind: 'tool', title: { en: `Open ${x}` }, identifiers: [`biotools:${x}`] } }]);
    const said = await says(proteomics, `Inside ${x}`, { audience: 'group', records: [`rdmkit:tool-${x}`], fields: { identifiers: [`biotools:${x}`], keywords: [`secret-${x}`] } });
    await receive(hub.db, [said]);
    expect(await hub.placing.catchUp()).toMatchObject({ placed: 1 });
    const open = await named(`biotools:${x}`);
    expect(open).toHaveLength(1);
    expect(await shown(open[0]!)).toMatchObject({ resource: { title: { en: `Open ${x}` }, keywords: [], sources: [{ source: 'rdmkit' }] } });
    expect((await holders(open[0]!)).map(({ node }) => node)).toEqual([self.id]);
    const all = await named(`biotools:${x}`, FULL_SIGHT);
    const inside = all.find((id) => id !== open[0])!;
    await expect(shown(inside)).rejects.toThrow(/no resource/);
    expect((await holders(inside, FULL_SIGHT)).map(({ node, audience }) => [node, audience])).toEqual([[proteomics.id, 'group']]);
    const { rows } = await run(hub.db, 'select visibility from catalogue.resource where id = $1', [inside]);
    expect(rows[0]?.['visibility']).toMatch(/^shown group /);
  });

  it('joins as usual once it is public, and leaves again without a trace when it is not', async () => {
    await harvest('rdmkit', [{ key: `tool-${x}`, collection: 'tools', description: { kind: 'tool', title: { en: `Open ${x}` } } }]);
    const [open] = await named(`rdmkit:tool-${x}`);
    const { resource } = (await says(proteomics, '')).envelope;
    const more = { resource, records: [`rdmkit:tool-${x}`], fields: { keywords: [`kept-${x}`] } };
    await receive(hub.db, [await says(proteomics, `Inside ${x}`, { ...more, audience: 'group' })]);
    await hub.placing.catchUp();
    expect(await holders(open!)).toHaveLength(1);

    await receive(hub.db, [await says(proteomics, `Inside ${x}`, { ...more, version: 2 })]);
    await hub.placing.catchUp();
    expect((await holders(open!)).map(({ node }) => node)).toEqual([self.id, proteomics.id]);
    expect(await shown(open!)).toMatchObject({ resource: { keywords: [`kept-${x}`] } });
    const { rows } = await run(hub.db, `select count(*) as n from catalogue.resource where status = 'published' and visibility <> 'public' and title->>'en' = $1`, [`Inside ${x}`]);
    expect(rows, 'what the group saw is the same thing now').toEqual([{ n: 0 }]);

    await receive(hub.db, [await says(proteomics, `Inside ${x}`, { ...more, version: 3, audience: 'group', fields: { keywords: [`secret-${x}`] } })]);
    await hub.placing.catchUp();
    expect((await holders(open!)).map(({ node }) => node)).toEqual([self.id]);
    expect(JSON.stringify(await shown(open!))).not.toMatch(/secret|kept/);
  });

  it('does not stay public where what it says to the group does not hold', async () => {
    const { resource } = (await says(proteomics, '')).envelope;
    await receive(hub.db, [await says(proteomics, `Once public ${x}`, { resource })]);
    await hub.placing.catchUp();
    const [id] = await named(`${proteomics.id}:${resource}`);
    await receive(hub.db, [await says(proteomics, '', { resource, version: 2, audience: 'group' })]);
    expect(await hub.placing.catchUp()).toMatchObject({ rejected: 1 });
    expect(await shown(id!)).toMatchObject({ tombstone: { reason: 'No longer public / 不再公开' } });
  });
});

describe('cut off at any moment', () => {
  it('goes on where it stands, and ends with what is wanted, each once', async () => {
    const said = await Promise.all(Array.from({ length: 1_200 }, (_, n) => says(n % 2 === 0 ? proteomics : imaging, `Many ${x} ${n}`)));
    await receive(hub.db, said);
    const seed = Number(process.env['BIOTOPE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
    console.info(`cut off by the schedule of BIOTOPE_SEED=${seed}`);
    let state = seed;
    const random = () => (state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff) / 0x7fffffff;
    // A process that ends loses its connections: the transaction at hand is undone, and another one takes over.
    const cut = async () =>
      (await run(hub.db, `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objid = $1 and granted and pid <> pg_backend_pid()`, [PLACING])).rows
        .length > 0;
    let failures = 0;
    for (let round = 0; round < 8 && (await countWaiting(hub.db)) > 0; round++) {
      const placing = await hub.another();
      let ended = false;
      const done = placing.catchUp().then(
        () => (ended = true),
        () => ((ended = true), failures++),
      );
      await new Promise((later) => setTimeout(later, random() * 200));
      while (!ended && !(await cut().catch(() => false)));
      await done;
      await placing.close();
    }
    await hub.placing.catchUp();
    expect(await countWaiting(hub.db)).toBe(0);
    expect(failures).toBeGreaterThan(0);
    const { rows } = await run(hub.db, `select count(*) as n, count(distinct id) as ids from catalogue.resource where title->>'en' like $1 and status = 'published'`, [
      `Many ${x} %`,
    ]);
    expect(rows).toEqual([{ n: 1_200, ids: 1_200 }]);
    expect(
      (await run(hub.db, "select max(number) as most from catalogue.revision join catalogue.resource on id = resource_id where title->>'en' like $1", [`Many ${x} %`])).rows,
    ).toEqual([{ most: 1 }]);
  });

  it('two processes at once do no more than one', async () => {
    const said = await Promise.all(Array.from({ length: 700 }, (_, n) => says(plants, `Twice ${x} ${n}`)));
    await receive(hub.db, said);
    const [one, other] = [await hub.another(), await hub.another()];
    const sums = await Promise.all([one.catchUp(), other.catchUp()]);
    expect(sums[0].placed + sums[1].placed).toBe(700);
    expect(await countWaiting(hub.db)).toBe(0);
  });
});

describe('three nodes with overlapping slices of real registries', () => {
  const folder = sharedData('rdmkit');
  const codex = sharedData('galaxy-codex');
  if (!folder || !codex) {
    test.skip('one entry, several holders (not run: ../shared/data not present)', () => undefined);
    return;
  }

  it('are one catalogue, the same in whatever order they come, and after one of them leaves', async () => {
    expect(await readdir(folder)).not.toHaveLength(0);
    const read = async (id: string, path: string) =>
      (
        await readAll(
          OWN_SOURCES.find((source) => source.id === id)!,
          path,
        )
      ).records.map((it) => ({ ...it, source: id }));
    const found = [...(await read('rdmkit', folder)), ...(await read('galaxy-codex', codex)).slice(0, 400)];
    const records = [...new Map(found.map((it) => [identifierOf(it.source, it.key), it])).values()].filter((_, place) => place % 2 === 0);
    expect(records.length).toBeGreaterThan(300);
    const slices: [TestNode, [number, number]][] = [
      [proteomics, [0, 0.7]],
      [imaging, [0.3, 0.9]],
      [plants, [0.4, 1]],
    ];
    const sayingsOf = (node: TestNode, [from, to]: [number, number]) =>
      Promise.all(
        records.slice(Math.floor(records.length * from), Math.floor(records.length * to)).map(({ source, key, description }) =>
          saying(node, {
            resource: identifierOf(source, key),
            version: 1,
            url: `https://${node.id.slice(5)}.example/r/${identifierOf(source, key)}`,
            description: description as Record<string, unknown>,
            records: [`${source}:${key}`],
          }),
        ),
      );
    const all = await Promise.all(slices.map(async ([node, span]) => ({ node, sayings: await sayingsOf(node, span) })));
    const held = (node: TestNode) => new Set(all.find((it) => it.node === node)!.sayings.flatMap(({ envelope }) => envelope.records ?? []));

    /** Which registry records and which nodes speak of each resource. */
    const entries = async (order: readonly number[]) => {
      const fresh = await openPlacingCatalogue();
      try {
        const state = async () => {
          const { rows } = await run(
            fresh.db,
            `select array_agg(distinct source order by source) as sources, (select array_agg(distinct name order by name) from unnest(array_agg(stands_for::text)) as s(list), unnest(list::text[]) as name) as records
             from catalogue.record where not withdrawn group by resource_id order by 2`,
          );
          return rows as unknown as { sources: string[]; records: string[] }[];
        };
        for (const place of order) {
          await receive(fresh.db, all[place]!.sayings);
          await fresh.placing.catchUp();
        }
        const together = await state();
        await cutOff(fresh.db, proteomics.id);
        await fresh.placing.catchUp();
        return { together, after: await state(), problems: (await run(fresh.db, 'select problem from federation.replica where problem is not null')).rows };
      } finally {
        await fresh.close();
      }
    };
    const first = await entries([0, 1, 2]);
    expect(first.problems).toEqual([]);
    for (const { sources, records: names } of first.together)
      for (const name of names) expect(sources.length, name).toBeGreaterThanOrEqual(slices.filter(([node]) => held(node).has(name)).length);
    expect(first.together.filter(({ sources }) => sources.length === 3).length).toBeGreaterThan(100);
    expect(first.after.every(({ sources }) => !sources.includes(proteomics.id))).toBe(true);
    for (const order of [
      [2, 1, 0],
      [1, 2, 0],
    ]) {
      const other = await entries(order);
      expect(other.together).toEqual(first.together);
      expect(other.after).toEqual(first.after);
    }
  });
});
