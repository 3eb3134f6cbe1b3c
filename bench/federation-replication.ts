import { setTimeout as wait } from 'node:timers/promises';
import { run } from '../node/src/kernel/database.ts';
import { changedBucket } from '../node/src/federation/set-digest.ts';
import type { Cluster, ClusterNode } from '../tests/support/cluster.ts';
import { checkpointOf, followingOf, identify } from '../tests/support/federation.ts';
import { joinHub } from '../tests/support/join-hub.ts';
import { freePort } from '../tests/support/running-node.ts';
import { startCountingProxy, type CountingProxy } from './counting-proxy.ts';
import { fillNode, memoryOf, notes, secondsSince } from './federation-members.ts';
import type { Figure } from './figures.ts';
import { synthesise } from './search-synthetic.ts';

const CHANGES = 1_000;
const DIFFERENCES = 10;

/** One member with a large catalogue and its hub: first replication, catching up, repairing. */
export async function benchReplication(cluster: Cluster, size: number): Promise<Figure[]> {
  const { figures, note } = notes();
  const port = await freePort();
  const way = await startCountingProxy(port);
  try {
    const member = await cluster.node('member', { port, url: way.url });
    await fillNode(member, synthesise(size), { first: 1, last: size });
    const told = performance.now();
    await member.start();
    while ((await checkpointOf(member).catch(() => undefined))?.count !== size) await wait(200);
    note({ what: `a node of ${size.toLocaleString('en')} resources signs and lays out its feed for the first time`, value: size / secondsSince(told), unit: 'descriptions/s' });

    const hub = await cluster.node('hub');
    await hub.start();
    const first = await replicate(hub, member, size, way);
    note({
      what: `first replication of ${size.toLocaleString('en')} descriptions from one member, verified and held, placing going on beside it`,
      value: first.held,
      unit: 'descriptions/s',
      goal: 'at least 2,000',
      beside: `until the last is found in the hub's search ${Math.round(first.found)}/s`,
    });
    note({
      what: 'memory of the hub during it, from a tenth of the way to the end',
      value: `${first.memory.early} to ${first.memory.late}`,
      unit: 'MB',
      goal: 'flat',
      beside: `peak ${first.memory.peak} MB`,
    });
    for (const figure of await catchUp(hub, member, size, way, first.bytes)) note(figure);
    for (const figure of await repair(hub, member, size, way, first.bytes)) note(figure);
    for (const figure of await besideIt(cluster, member, size, first.held)) note(figure);
    return figures;
  } finally {
    await way.close();
  }
}

/** From the admission until all is held, and until all is found. */
async function replicate(hub: ClusterNode, member: ClusterNode, size: number, way: CountingProxy) {
  const id = await identify(member);
  const pid = hub.running()?.process.pid as number;
  const before = way.bytes();
  await joinHub(member, hub);
  const begin = performance.now();
  const samples: number[] = [];
  let held = 0;
  let bytes = 0;
  let early = 0;
  for (;;) {
    samples.push(memoryOf(pid));
    const here = (await followingOf(hub, id))?.count_here ?? 0;
    if (early === 0 && here >= size / 10) early = samples.at(-1) ?? 0;
    if (held === 0 && here === size) {
      held = size / secondsSince(begin);
      bytes = way.bytes() - before;
    }
    if (held > 0 && (await countAt(hub, id)) === size) break;
    await wait(100);
  }
  return { held, found: size / secondsSince(begin), bytes, memory: { early, late: samples.at(-1), peak: Math.max(...samples) } };
}

const countAt = async (hub: ClusterNode, source: string): Promise<number> =>
  ((await (await fetch(`http://127.0.0.1:${hub.port}/api/v1/resources?source=${encodeURIComponent(source)}&limit=1`)).json()) as { total: number }).total;

async function current(hub: ClusterNode, member: ClusterNode): Promise<void> {
  const id = await identify(member);
  for (;;) {
    const [there, here] = [await checkpointOf(member), await followingOf(hub, id)];
    if (here?.epoch === there.epoch && here.sequence === there.sequence && here.digest_here === there.digest) return;
    await wait(20);
  }
}

/** The hub was away while a hundredth of the catalogue changed. */
async function catchUp(hub: ClusterNode, member: ClusterNode, size: number, way: CountingProxy, whole: number): Promise<Figure[]> {
  await hub.stop();
  const { rows } = await run(member.db, `select id from catalogue.resource where status = 'published' order by md5(id) limit $1`, [CHANGES]);
  const before = await checkpointOf(member);
  const ids = rows.map(({ id }) => String(id));
  const amend = async () => {
    for (let id = ids.pop(); id; id = ids.pop()) {
      const { status, body } = await member.ask('PATCH', `/api/v1/resources/${id}`, { version: '9.9' });
      if (status !== 200) throw new Error(`the change was refused: ${JSON.stringify(body)}`);
    }
  };
  await Promise.all([amend(), amend(), amend(), amend()]);
  while ((await checkpointOf(member)).sequence < before.sequence + rows.length) await wait(200);
  const bytes = way.bytes();
  await hub.start();
  const begin = performance.now();
  await current(hub, member);
  const seconds = secondsSince(begin);
  const part = ((way.bytes() - bytes) / whole) * 100;
  return [
    {
      what: `catching up ${rows.length.toLocaleString('en')} changes in a catalogue of ${size.toLocaleString('en')}, from the moment the hub answers again`,
      value: seconds,
      unit: 's',
      goal: 'at most 3',
      beside: `read ${Math.round((way.bytes() - bytes) / 1_000).toLocaleString('en')} kB, ${part.toFixed(2)}% of a full read (at most 3%)`,
    },
  ];
}

/** What the hub holds is damaged behind its back, with its digests. */
async function repair(hub: ClusterNode, member: ClusterNode, size: number, way: CountingProxy, whole: number): Promise<Figure[]> {
  const id = await identify(member);
  // What came before is shown first, so that repairing alone is measured.
  while (Number((await run(hub.db, 'select count(*) as waiting from federation.replica where placed is distinct from wanted')).rows[0]?.['waiting']) > 0) await wait(200);
  await damage(hub, `${id}/public`);
  const bytes = way.bytes();
  const begin = performance.now();
  const { status, body } = await hub.ask('POST', `/api/v1/federation/followings/${id}/public/compare`);
  if (status >= 300) throw new Error(`the comparison was refused: ${JSON.stringify(body)}`);
  await current(hub, member);
  const seconds = secondsSince(begin);
  const [row] = (await run(hub.db, 'select last_repair from federation.following where id = $1', [`${id}/public`])).rows;
  return [
    {
      what: `repairing ${DIFFERENCES} differences among ${size.toLocaleString('en')} descriptions`,
      value: seconds,
      unit: 's',
      goal: 'under 1',
      beside: `read ${Math.round((way.bytes() - bytes) / 1_000).toLocaleString('en')} kB, ${(((way.bytes() - bytes) / whole) * 100).toFixed(2)}% of a full read; the hub's own account: ${JSON.stringify(row?.['last_repair'])}`,
    },
  ];
}

async function damage(hub: ClusterNode, following: string): Promise<void> {
  await hub.db.transaction().execute(async (trx) => {
    const { rows } = await run(
      trx,
      `delete from federation.holding where (following, origin, resource) in (select following, origin, resource from federation.holding where following = $1 order by md5(resource) limit $2)
       returning origin, resource, bucket, hash`,
      [following, DIFFERENCES],
    );
    for (const { origin, resource, bucket, hash } of rows) {
      await run(trx, 'delete from federation.replica where origin = $1 and resource = $2', [origin, resource]);
      const [kept] = (await run(trx, 'select count, sum from federation.following_bucket where following = $1 and bucket = $2', [following, bucket])).rows;
      const { count, sum } = changedBucket(kept as { count: number; sum: string }, { removed: [String(hash)] });
      await run(trx, 'update federation.following_bucket set count = $3, sum = $4 where following = $1 and bucket = $2', [following, bucket, count, sum]);
    }
    await run(trx, 'update federation.following set count_here = count_here - $2 where id = $1', [following, rows.length]);
  });
}

/** What one does without a feed: harvest all of it again by OAI-PMH, or fetch the whole catalogue as DCAT. */
async function besideIt(cluster: Cluster, member: ClusterNode, size: number, held: number): Promise<Figure[]> {
  const dcat = performance.now();
  const answer = await fetch(`${member.url}/api/v1/export/dcat-turtle`);
  let bytes = 0;
  for await (const piece of answer.body ?? []) bytes += piece.length;
  const downloaded = secondsSince(dcat);
  const harvester = await cluster.node('harvester');
  await harvester.start();
  const begin = performance.now();
  const { json, stderr } = await harvester.command(['harvest', 'oai-pmh', `${member.url}/oai`, '--allow-host', '127.0.0.1', '--json']);
  if (!json || json.read < size) throw new Error(`the harvest did not come to its end: ${stderr}`);
  const perSecond = json.read / secondsSince(begin);
  return [
    {
      what: `instead: a full harvest of the same member by OAI-PMH, which every change costs again and nothing proves whole`,
      value: perSecond,
      unit: 'records/s',
      beside: `${(size / perSecond).toFixed(0)} s; replication held all in ${(size / held).toFixed(0)} s`,
    },
    answer.ok
      ? { what: 'instead: the whole catalogue downloaded as DCAT-AP Turtle, not yet taken in', value: downloaded, unit: 's', beside: `${Math.round(bytes / 1e6)} MB` }
      : { what: 'instead: the whole catalogue downloaded as DCAT-AP Turtle', value: `not run: answered ${answer.status}` },
  ];
}
