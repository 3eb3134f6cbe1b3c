import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCluster, type Cluster, type ClusterNode } from './support/cluster.ts';
import { compare, compareOrigin, entriesOf, identify, settled } from './support/federation.ts';
import { describe as describes } from './support/harvest.ts';
import { endMembership, joinHub } from './support/join-hub.ts';
import { eventually, removeFolder, temporaryFolder } from './support/running-node.ts';

const of = (platform: string, count: number) =>
  Array.from({ length: count }, (_, n) => ({
    key: `${platform}-${n}`,
    description: {
      kind: n % 3 === 0 ? 'tool' : 'dataset',
      title: { en: `${platform} ${n}`, zh: `${platform} 第${n}号` },
      description: { en: `What ${platform} describes as number ${n}.` },
      identifiers: [`doi:10.5555/${platform}.${n}`],
    },
  }));
/** Described by both platforms, each in its words. */
const shared = (platform: string) => ({
  key: 'shared',
  description: { kind: 'tool', title: { en: 'The shared aligner' }, description: { en: `As ${platform} tells.` }, identifiers: ['biotools:sharedaligner'] },
});

describe('two platforms, their group and a door, each in a process of its own', () => {
  let folder: string;
  let cluster: Cluster;
  let [door, group, north, south] = [] as unknown as [ClusterNode, ClusterNode, ClusterNode, ClusterNode];
  beforeAll(async () => {
    folder = await temporaryFolder();
    cluster = await openCluster(folder, { quick: true });
    [door, group, north, south] = [await cluster.node('door'), await cluster.node('group'), await cluster.node('north'), await cluster.node('south')];
    await Promise.all([door.start(), group.start()]);
    await Promise.all([north.start(), south.start()]);
    await describes(north, [...of('north', 60), shared('north')]);
    await describes(south, [...of('south', 40), shared('south')]);
    await joinHub(north, group, { shareGroup: true });
    await joinHub(south, group);
    await joinHub(group, door, { role: 'hub', shareGroup: true });
    await all();
  });
  afterAll(async () => {
    await cluster.close();
    await removeFolder(folder);
  });

  /** Until what happened at the platforms is at the group, and what is at the group at the door. */
  const all = async () => {
    for (const platform of [north, south]) if (platform.running()) await settled(group, platform);
    await settled(door, group);
  };
  const search = async (at: ClusterNode, query: string, headers: Record<string, string> = {}) =>
    (await (await fetch(`http://127.0.0.1:${at.port}/api/v1/resources?${query}`, { headers })).json()) as { total: number; items: { id: string; title: Record<string, string> }[] };
  const quoted = (words: string) => `q=${encodeURIComponent(`"${words}"`)}`;

  it('what the platforms publish is at the door through two hubs: nothing lost, doubled or altered', async () => {
    for (const platform of [north, south]) {
      expect(await compare(group, platform)).toEqual([]);
      expect(await compareOrigin(door, platform)).toEqual([]);
    }
    expect(await compare(door, group)).toEqual([]);
    expect((await search(door, 'limit=1')).total).toBe(60 + 40 + 1);
  });

  it('what both describe is one entry, which names both and leads to each', async () => {
    const { items } = await search(door, quoted('The shared aligner'));
    expect(items).toHaveLength(1);
    const { items: holders } = (await (await fetch(`http://127.0.0.1:${door.port}/api/v1/resources/${items[0]?.id}/holders`)).json()) as {
      items: { node: { id: string } | string; url: string }[];
    };
    expect(holders.map(({ url }) => new URL(url).port).sort()).toEqual([north, south].map(({ port }) => String(port)).sort());
  });

  it('a change at a platform is found at the door', async () => {
    const made = await north.ask('POST', '/api/v1/resources', { kind: 'dataset', title: { en: 'A newly measured glacier genome', zh: '新测冰川基因组' } });
    expect(made.status).toBe(201);
    await eventually(
      async () => (await search(door, quoted('新测冰川基因组'))).total,
      (total) => total === 1,
    );
    await north.ask('PATCH', `/api/v1/resources/${made.body.id}`, { title: { en: 'A twice measured glacier genome' } });
    await eventually(
      async () => (await search(door, quoted('twice measured glacier'))).total,
      (total) => total === 1,
    );
    await all();
    expect((await search(door, quoted('newly measured glacier'))).total).toBe(0);
    expect(await compareOrigin(door, north)).toEqual([]);
  });

  it('a withdrawal reaches every hub; what another still describes stays', async () => {
    await describes(south, of('south', 20));
    await all();
    for (const hub of [group, door]) {
      expect((await search(hub, quoted('south 39'))).total).toBe(0);
      expect((await search(hub, quoted('The shared aligner'))).total).toBe(1);
      expect(await compareOrigin(hub, south)).toEqual([]);
    }
  });

  it('what a member restricts to its group is seen there by who signed in, and goes no further', async () => {
    const { body } = await north.ask('POST', '/api/v1/resources', { kind: 'dataset', title: { en: 'Unpublished permafrost cohort' }, status: 'draft' });
    expect((await north.ask('PUT', `/api/v1/resources/${body.id}/terms`, { terms: { discovery: 'group' } })).status).toBe(200);
    expect((await north.ask('PATCH', `/api/v1/resources/${body.id}`, { status: 'published' })).status).toBe(200);
    const signedIn = (await group.running()?.operator()) ?? {};
    await eventually(
      async () => (await search(group, quoted('Unpublished permafrost cohort'), signedIn)).total,
      (total) => total === 1,
    );
    await all();
    expect((await search(group, quoted('Unpublished permafrost cohort'))).total).toBe(0);
    expect((await search(door, quoted('Unpublished permafrost cohort'), (await door.running()?.operator()) ?? {})).total).toBe(0);
    for (const node of [north, group, door]) expect((await everythingPublic(node)).includes('permafrost'), `${node.name} tells of it`).toBe(false);
  });

  it('a harvester that knows OAI-PMH alone reads each thing once at the door', async () => {
    const identifiers: string[] = [];
    let titles = '';
    for (let token: string | undefined, first = true; first || token; first = false) {
      const page = await (
        await fetch(`http://127.0.0.1:${door.port}/oai?verb=ListRecords&${first ? 'metadataPrefix=oai_dc' : `resumptionToken=${encodeURIComponent(token ?? '')}`}`)
      ).text();
      for (const record of page.split('<record>').slice(1)) if (!record.includes('status="deleted"')) identifiers.push(/<identifier>([^<]+)</.exec(record)?.[1] ?? '');
      titles += page;
      token = /<resumptionToken[^>]*>([^<]+)</.exec(page)?.[1];
    }
    expect(new Set(identifiers).size).toBe(identifiers.length);
    expect(identifiers).toHaveLength((await search(door, 'limit=1')).total);
    expect(titles.split('The shared aligner').length - 1).toBe(1);
  });

  it('a circle of hubs ends: the group takes in what the door hands on, and nothing keeps itself alive', async () => {
    await joinHub(door, group, { role: 'hub' });
    await all();
    await settled(group, door);
    expect(await compareOrigin(group, north)).toEqual([]);
    const [before] = [(await entriesOf(group)).checkpoint.sequence];
    await describes(south, of('south', 5));
    await all();
    await settled(group, door);
    for (const hub of [group, door]) {
      expect((await search(hub, quoted('south 19'))).total).toBe(0);
      expect(await compareOrigin(hub, south)).toEqual([]);
    }
    // Fifteen were withdrawn: each is told once, not round and round.
    const after = (await entriesOf(group)).checkpoint.sequence;
    expect(after - before).toBeLessThanOrEqual(2 * 15);
    await settled(door, group);
    expect((await entriesOf(group)).checkpoint.sequence).toBe(after);
    await endMembership(group, await identify(door), 'the test of the circle is over');
  });

  it('a member that leaves takes along what it alone brought', async () => {
    await endMembership(north, await identify(group), 'moves on', 'hub');
    await eventually(
      async () => (await search(door, `source=${encodeURIComponent(await identify(north))}&limit=1`)).total,
      (total) => total === 0,
    );
    for (const hub of [group, door]) {
      expect((await search(hub, quoted('north 1'))).total).toBe(0);
      expect((await search(hub, quoted('south 1'))).total).toBe(1);
      expect(await compareOrigin(hub, south)).toEqual([]);
    }
    await joinHub(north, group);
    await all();
    expect(await compareOrigin(door, north)).toEqual([]);
  });
});

/** Whatever a node hands to anybody: feed, lists, harvests, sitemaps. */
async function everythingPublic(node: ClusterNode): Promise<string> {
  const read = async (path: string) => (await fetch(`http://127.0.0.1:${node.port}${path}`)).text();
  const { checkpoint } = await entriesOf(node);
  const pages = Array.from({ length: Math.floor(checkpoint.sequence / 250) + 1 }, (_, n) => `/feed/${checkpoint.epoch}/${n + 1}`);
  const others = [
    '/feed',
    '/oai?verb=ListRecords&metadataPrefix=oai_dc',
    '/api/v1/resources?limit=100&sort=recency',
    '/sitemap.xml',
    '/catalog',
    '/feed/group',
    '/feed/group/checkpoint',
  ];
  return (await Promise.all([...others, ...pages].map(read))).join('\n');
}
