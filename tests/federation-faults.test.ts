import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backUp, openCluster, restore, type Cluster, type ClusterNode } from './support/cluster.ts';
import { compare, followingOf, identify, published, settled } from './support/federation.ts';
import { describe as describes } from './support/harvest.ts';
import { amendMembership, joinHub } from './support/join-hub.ts';
import { hasPostgres15, startPostgres15 } from './support/postgres-15.ts';
import { startProxy, type Passage, type Proxy } from './support/proxy.ts';
import { eventually, freePort, removeFolder, temporaryFolder } from './support/running-node.ts';
import { rounds, seeded } from './support/seed.ts';
import { makeSmallDisk } from './support/small-disk.ts';

/**
 * Real processes that are killed, set back, copied and starved. After the faults stop, the hub holds exactly what its
 * member publishes. BIOTOPE_ROUNDS draws more schedules, BIOTOPE_SEED repeats one.
 */
const SHIFTED = { NODE_OPTIONS: `--import ${new URL('./support/shifted-clock.mjs', import.meta.url).pathname}` };
const HOUR = 3_600_000;
const START = 300;
/** Nodes that were cut off wait before they ask again, longer each time. */
const LONG = 900_000;

const { below, random, seed } = seeded('federation faults');

/** What the member describes: changed at random, known here, so that the end can be compared with it. */
function collection() {
  const versions = new Map<number, number>();
  const list = () =>
    [...versions].map(([n, version]) => ({
      key: `k${n}`,
      description: {
        kind: 'dataset',
        title: { en: `Described ${n} in version ${version}`, zh: `条目${n} 第${version}版` },
        description: { en: `Text of ${n}. `.repeat(20) },
        version: String(version),
      },
    }));
  for (let n = 0; n < START; n++) versions.set(n, 1);
  let next = START;
  return {
    list,
    change: (most = 120) => {
      for (let n = below(most) + 1; n > 0; n--) {
        const keys = [...versions.keys()];
        const chosen = keys[below(keys.length)] ?? 0;
        const dice = random();
        if (dice < 0.3) versions.set(next++, 1);
        else if (dice < 0.55 && versions.size > START / 2) versions.delete(chosen);
        else versions.set(chosen, (versions.get(chosen) ?? 0) + 1);
      }
      return list();
    },
  };
}

describe(`a member and its hub through faults (seed ${seed})`, { timeout: LONG }, () => {
  let folder: string;
  let cluster: Cluster;
  let way: Proxy;
  let passage: (path: string) => Passage = () => ({});
  const described = collection();
  let [hub, member] = [] as unknown as [ClusterNode, ClusterNode];
  beforeAll(async () => {
    folder = await temporaryFolder();
    cluster = await openCluster(folder, { quick: true });
    const port = await freePort();
    way = await startProxy(0, `http://127.0.0.1:${port}`, (path) => passage(path));
    [hub, member] = [await cluster.node('hub'), await cluster.node('member', { port, url: way.url })];
    await Promise.all([hub.start(), member.start()]);
    await describes(member, described.list());
    await joinHub(member, hub);
    await settled(hub, member);
  });
  afterAll(async () => {
    await cluster.close();
    await way.close();
    await removeFolder(folder);
  });

  const holdsAll = async () => {
    await describes(member, described.list());
    await settled(hub, member);
    expect(await compare(hub, member)).toEqual([]);
    expect((await published(member)).length).toBe(described.list().length);
  };

  it('kill -9 of either side at any moment of replication and placing', async () => {
    for (let round = rounds(4); round > 0; round--) {
      const changing = describes(member, described.change()).catch(() => {});
      const victim = random() < 0.5 ? hub : member;
      await wait(below(1_500));
      await victim.kill();
      await changing;
      await victim.start();
    }
    await holdsAll();
  });

  it('answers cut short, delayed, repeated, replayed from before, and refused', async () => {
    passage = (path) => {
      if (!path.startsWith('/feed')) return {};
      const dice = random();
      if (dice < 0.2) return { cutAfter: below(5_000) };
      if (dice < 0.35) return { replay: true };
      if (dice < 0.5) return { delay: below(400) };
      if (dice < 0.6) return { twice: true };
      if (dice < 0.7) return { refuse: [500, 502, 503, 404][below(4)] ?? 500 };
      return {};
    };
    for (let round = rounds(4); round > 0; round--) {
      await describes(member, described.change());
      await wait(below(2_000));
    }
    passage = () => ({});
    await holdsAll();
  });

  it('clocks that are off by an hour, forward and back, on either side', async () => {
    for (const shift of [HOUR, -HOUR]) {
      const wrong = random() < 0.5 ? hub : member;
      await wrong.stop();
      await wrong.start({ ...SHIFTED, BIOTOPE_CLOCK_SHIFT: String(shift) });
      await describes(member, described.change());
      await settled(hub, member);
      expect(await compare(hub, member)).toEqual([]);
      await wrong.stop();
      await wrong.start();
      await describes(member, described.change());
      await settled(hub, member);
      expect(await compare(hub, member)).toEqual([]);
    }
  });

  it.each([
    ['its database alone', false],
    ['its database and its data folder', true],
  ])('the member comes back from an old backup, %s, and its feed goes backwards', async (_what, withFolder) => {
    const name = `backup-${withFolder ? 'whole' : 'database'}`;
    const then = described.list();
    await member.stop();
    await backUp(member, name);
    await member.start();
    // What is said after the backup is forgotten with it.
    await describes(member, [
      ...then.slice(20),
      ...Array.from({ length: 10 }, (_, n) => ({ key: `after-${name}-${n}`, description: { kind: 'tool', title: { en: `Said after ${name}, ${n}` } } })),
    ]);
    await settled(hub, member);
    await member.kill();
    await restore(member, name, { folder: withFolder });
    await member.start();
    await settled(hub, member);
    expect((await published(member)).length).toBe(then.length);
    expect(await compare(hub, member)).toEqual([]);
    const { total } = (await (await fetch(`http://127.0.0.1:${hub.port}/api/v1/resources?q=${encodeURIComponent(`"Said after ${name}"`)}`)).json()) as { total: number };
    expect(total).toBe(0);
    await describes(member, described.change());
    await holdsAll();
  });

  it('a second node with the same identifier is named, and takes nothing away from the first', async () => {
    await member.stop();
    await backUp(member, 'twin');
    await member.start();
    const twin = await cluster.node('twin');
    await twin.start();
    expect(await identify(twin)).toBe(await identify(member));
    await describes(twin, [{ key: 'imposed', description: { kind: 'tool', title: { en: 'Imposed by the twin' } } }]);
    const refused = await twin.command(['join', hub.url, '--json']);
    expect(refused.code).not.toBe(0);
    await describes(member, described.change());
    await holdsAll();
    const { total } = (await (await fetch(`http://127.0.0.1:${hub.port}/api/v1/resources?q=${encodeURIComponent('"Imposed by the twin"')}`)).json()) as { total: number };
    expect(total).toBe(0);
    await twin.stop();
  });

  it('a membership whose term is over: nothing of the member is left; prolonged, all of it is back', async () => {
    const id = await identify(member);
    await amendMembership(hub, id, { until: new Date(Date.now() + 2_000) });
    const total = async () => ((await (await fetch(`http://127.0.0.1:${hub.port}/api/v1/resources?source=${encodeURIComponent(id)}&limit=1`)).json()) as { total: number }).total;
    await eventually(total, (count) => count === 0);
    await eventually(
      () => followingOf(hub, id),
      (following) => following === undefined,
    );
    await describes(member, described.change());
    await amendMembership(hub, id, { until: new Date(Date.now() + HOUR) });
    await holdsAll();
    expect(await total()).toBe(described.list().length);
  });
});

const disk = hasPostgres15 ? makeSmallDisk(join('/tmp', `biotope-small-disk-${process.pid}`), 96) : undefined;
if (!disk) process.stderr.write('full disk: not run: it takes root, a tmpfs to mount, and the packages’ PostgreSQL 15\n');

describe.skipIf(!disk)('a hub whose disk is full', { timeout: LONG }, () => {
  let folder: string;
  let cluster: Cluster;
  let server: Awaited<ReturnType<typeof startPostgres15>>;
  beforeAll(async () => {
    folder = await temporaryFolder();
    [cluster, server] = await Promise.all([openCluster(folder, { quick: true }), startPostgres15()]);
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query(`create tablespace small location '${disk?.folder}'`);
    await client.query('create database node_starved tablespace small');
    await client.end();
  });
  afterAll(async () => {
    await cluster.close();
    await server.stop();
    disk?.close();
    await removeFolder(folder);
  });

  it('takes nothing in by halves, says what is wrong, and goes on when there is room', async () => {
    const [hub, member] = [await cluster.node('starved', { server: server.url }), await cluster.node('plentiful')];
    await Promise.all([hub.start(), member.start()]);
    await joinHub(member, hub);
    await settled(hub, member);
    disk?.fill();
    await describes(
      member,
      Array.from({ length: 1_500 }, (_, n) => ({
        key: `large-${n}`,
        description: { kind: 'dataset', title: { en: `Large ${n}` }, description: { en: `Text ${n}. `.repeat(300) } },
      })),
    );
    const id = await identify(member);
    await eventually(
      () => followingOf(hub, id),
      (following) => following?.problem != null,
    ).catch(() => {});
    await wait(2_000 + below(2_000));
    disk?.free();
    await settled(hub, member);
    expect(await compare(hub, member)).toEqual([]);
  });
});
