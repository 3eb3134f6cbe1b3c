import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Cluster, ClusterNode } from '../tests/support/cluster.ts';
import { identify } from '../tests/support/federation.ts';
import { joinHub } from '../tests/support/join-hub.ts';
import { fillNode, notes } from './federation-members.ts';
import type { Figure } from './figures.ts';
import { mixOf, pathOf, percentile } from './search-mix.ts';
import { synthesise } from './search-synthetic.ts';

const MEMBERS = 20;
/** Of them: the process stopped so that it takes connections and says nothing, or ended. */
const HANGING = 3;
const DEAD = 2;
const QUESTIONS = 20;
const QUERIES = 1_000;

/** A door with twenty members that together hold as much as one large catalogue. */
export async function benchTwenty(cluster: Cluster, size: number): Promise<Figure[]> {
  const { figures, note } = notes();
  const synthetic = synthesise(size);
  const each = Math.floor(size / MEMBERS);
  const door = await cluster.node('door');
  await door.start();
  const members: ClusterNode[] = [];
  for (let n = 0; n < MEMBERS; n++) {
    const member = await cluster.node(`member-${n}`);
    await fillNode(member, synthetic, { first: n * each + 1, last: (n + 1) * each });
    await member.release();
    await member.start();
    await joinHub(member, door);
    members.push(member);
  }
  const sources = await Promise.all(members.map(identify));
  const total = async () =>
    (
      (await (await fetch(`http://127.0.0.1:${door.port}/api/v1/resources?limit=1&${sources.map((id) => `source=${encodeURIComponent(id)}`).join('&')}`)).json()) as {
        total: number;
      }
    ).total;
  while ((await total()) < each * MEMBERS) await wait(500);

  for (const figure of await live(door, members)) note(figure);
  for (const member of members) await member.kill();
  const local = await cluster.node('local');
  await fillNode(local, synthetic, { first: 1, last: each * MEMBERS });
  await local.start();
  const mix = mixOf(synthetic, QUERIES).map(pathOf);
  await timed(local.port, mix.slice(0, 200));
  await timed(door.port, mix.slice(0, 200));
  const [own, replicas] = [await timed(local.port, mix), await timed(door.port, mix)];
  for (const p of [50, 99]) {
    note({
      what: `search at the door over ${MEMBERS} members' replicas, ${(each * MEMBERS).toLocaleString('en')} resources, p${p}`,
      value: percentile(replicas, p),
      unit: 'ms',
      goal: 'as fast as local search',
      beside: `a node that describes the same resources itself ${percentile(own, p).toFixed(1)} ms, ratio ${(percentile(replicas, p) / percentile(own, p)).toFixed(2)}`,
    });
  }
  return figures;
}

async function live(door: ClusterNode, members: ClusterNode[]): Promise<Figure[]> {
  const ask = async (q: string) => {
    const begin = performance.now();
    const answer = await fetch(`http://127.0.0.1:${door.port}/api/v1/federation/search?q=${encodeURIComponent(q)}`);
    const body = (await answer.json()) as { members?: { outcome: string }[] };
    if (!answer.ok) throw new Error(`the question was refused: ${JSON.stringify(body)}`);
    return { took: performance.now() - begin, answered: (body.members ?? []).filter(({ outcome }) => outcome === 'answered').length };
  };
  const healthy = [];
  for (let n = 0; n < QUESTIONS; n++) healthy.push(await ask(`data ${n}`));
  const stopped = members.slice(0, HANGING);
  for (const member of stopped) member.running()?.process.kill('SIGSTOP');
  for (const member of members.slice(HANGING, HANGING + DEAD)) await member.kill();
  const hurt = [];
  for (let n = 0; n < QUESTIONS; n++) hurt.push(await ask(`tool ${n}`));
  for (const member of stopped) member.running()?.process.kill('SIGCONT');
  const deadline = 2_000;
  const first = hurt[0];
  return [
    {
      what: `live question to ${MEMBERS} members, ${HANGING} hanging and ${DEAD} dead, the first one`,
      value: first?.took ?? 0,
      unit: 'ms',
      goal: `${deadline} ± 100`,
      beside: `${first?.answered} answered; all ${QUESTIONS} questions: longest ${Math.round(Math.max(...hurt.map(({ took }) => took)))} ms, at least ${Math.min(...hurt.map(({ answered }) => answered))} answered`,
    },
    { what: 'the same with all members well, median', value: percentile(healthy.map(({ took }) => took), 50), unit: 'ms', beside: `at least ${Math.min(...healthy.map(({ answered }) => answered))} answered` },
  ]; // prettier-ignore
}

const timed = (port: number, paths: string[]) =>
  new Promise<number[]>((resolve, reject) => {
    const client = new Worker(new URL('./search-client.ts', import.meta.url), { workerData: { port, paths } });
    client.on('message', resolve);
    client.on('error', reject);
  });
