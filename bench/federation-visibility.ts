import { setTimeout as wait } from 'node:timers/promises';
import type { Cluster } from '../tests/support/cluster.ts';
import { settled } from '../tests/support/federation.ts';
import { describe } from '../tests/support/harvest.ts';
import { joinHub } from '../tests/support/join-hub.ts';
import { notes } from './federation-members.ts';
import type { Figure } from './figures.ts';
import { percentile } from './search-mix.ts';

const CHANGES = 30;
const BEFORE = 500;

/** A change at a platform, two hubs up: platform → group → door. */
export async function benchVisibility(cluster: Cluster): Promise<Figure[]> {
  const { figures, note } = notes();
  const [platform, group, door] = [await cluster.node('platform'), await cluster.node('group'), await cluster.node('door')];
  for (const node of [door, group, platform]) await node.start();
  await describe(
    platform,
    Array.from({ length: BEFORE }, (_, n) => ({ key: `before-${n}`, description: { kind: 'dataset', title: { en: `Described before, number ${n}` } } })),
  );
  await joinHub(platform, group);
  await joinHub(group, door, { role: 'hub' });
  await settled(group, platform);
  const found = async (q: string) =>
    ((await (await fetch(`http://127.0.0.1:${door.port}/api/v1/resources?q=${q}&limit=1`)).json()) as { items: { title: Record<string, string> }[] }).items[0]?.title[
      'en'
    ]?.includes(q);
  while (!(await found('number'))) await wait(50);
  const took: number[] = [];
  for (let n = 0; n < CHANGES; n++) {
    const word = `visible${'abcdefghijklmnopqrstuvwxyz'[n % 26]}${'xyz'[Math.floor(n / 26)]}soon`;
    const { status } = await platform.ask('POST', '/api/v1/resources', { kind: 'dataset', title: { en: `A dataset ${word}` } });
    if (status !== 201) throw new Error(`the change was refused: ${status}`);
    const begin = performance.now();
    while (!(await found(word))) await wait(10);
    took.push((performance.now() - begin) / 1_000);
    // Changes come at any moment of whatever rhythm the hubs have.
    await wait(200 + ((n * 137) % 900));
  }
  note({
    what: `a change at a platform is found at the door, two hubs up, p95 of ${CHANGES}`,
    value: percentile(took, 95),
    unit: 's',
    goal: 'at most 5',
    beside: `median ${percentile(took, 50).toFixed(2)} s, longest ${Math.max(...took).toFixed(2)} s`,
  });
  return figures;
}
