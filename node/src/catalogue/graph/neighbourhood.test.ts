import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FULL_SIGHT, PUBLIC_SIGHT, type Sight } from '../../access/index.ts';
import { neighbourhood } from './neighbourhood.ts';
import { chooseFairly } from './fair-choice.ts';
import { graphDatabase, putGraph, rid, type GivenLink, type GivenResource } from './testing/graph-fixture.ts';

const BWA = rid('bwa');
const HUB = 'edam:topic_1';
const workflows = Array.from({ length: 300 }, (_, n): GivenResource => ({ id: rid(`w${String(n).padStart(4, '0')}`), kind: 'workflow' }));

let graph: Awaited<ReturnType<typeof graphDatabase>>;
beforeAll(async () => {
  graph = await graphDatabase();
  const used = workflows.map(({ id }): GivenLink => [id, 'uses', BWA]);
  await putGraph(graph.db, {
    resources: [
      { id: BWA, kind: 'tool', title: 'BWA' },
      { id: rid('eu'), kind: 'compute' },
      { id: rid('secret'), kind: 'workflow', status: 'draft' },
      { id: rid('gone'), kind: 'tool', status: 'withdrawn', title: 'Old', reason: 'merged into BWA' },
      ...workflows,
    ],
    links: [
      ...used,
      ...workflows.map(({ id }): GivenLink => [id, 'has-topic', HUB]),
      [rid('secret'), 'uses', BWA],
      [BWA, 'runs-on', rid('eu')],
      [BWA, 'runs-on', rid('eu'), 'other'],
      [BWA, 'provided-by', 'org:ebi'],
      [BWA, 'uses', rid('gone')],
      [BWA, 'mentions', null],
    ],
  });
});
afterAll(() => graph.close());

describe('the neighbourhood', () => {
  it('counts all and shows some, of each sort by turns', async () => {
    const answer = await neighbourhood(graph.asking(), { id: BWA, hops: 1, limit: 10 });
    expect(answer.centre).toEqual({ id: BWA, type: 'resource', kind: 'tool', category: 'tool', label: { en: 'BWA', zh: 'BWA（中）' }, degree: 302, distance: 0 });
    expect(answer.counts).toEqual([
      { predicate: 'uses', direction: 'in', sort: 'workflow', count: 300 },
      { predicate: 'runs-on', direction: 'out', sort: 'compute', count: 1 },
      { predicate: 'provided-by', direction: 'out', sort: 'organisation', count: 1 },
    ]);
    expect(answer.nodes).toHaveLength(10);
    expect(answer.nodes.map(({ type, kind }) => kind ?? type)).toEqual(expect.arrayContaining(['compute', 'organisation']));
    expect(answer.truncated).toBe(true);
    expect(answer.edges).toContainEqual({ from: BWA, predicate: 'runs-on', to: rid('eu'), source: 'other' });
  });

  it('shows drafts to keepers only, and withdrawn resources to nobody', async () => {
    const countOf = async (sight: Sight) => (await neighbourhood(graph.asking({ sight }), { id: BWA, hops: 1, limit: 5 })).counts.map(({ count }) => count);
    expect(await countOf(PUBLIC_SIGHT)).toEqual([300, 1, 1]);
    expect(await countOf(FULL_SIGHT)).toEqual([301, 1, 1]);
    await expect(neighbourhood(graph.asking(), { id: rid('secret'), hops: 1, limit: 5 })).rejects.toMatchObject({ code: 'not-found' });
    await expect(neighbourhood(graph.asking({ sight: FULL_SIGHT }), { id: rid('secret'), hops: 1, limit: 5 })).resolves.toMatchObject({ nodes: [{ id: BWA }] });
    await expect(neighbourhood(graph.asking(), { id: rid('gone'), hops: 1, limit: 5 })).rejects.toMatchObject({ code: 'gone', message: '"Old" was withdrawn: merged into BWA' });
  });

  it('reaches a second ring through a hub and keeps to the limit', async () => {
    const answer = await neighbourhood(graph.asking(), { id: rid('eu'), hops: 2, limit: 20 });
    expect(answer.nodes).toHaveLength(20);
    expect(answer.nodes.find(({ id }) => id === BWA)).toMatchObject({ distance: 1 });
    expect(answer.nodes.find(({ id }) => id === BWA)?.degree).toEqual(expect.any(Number));
    expect(answer.nodes.filter(({ distance }) => distance === 2)).toHaveLength(19);
    expect(answer.truncated).toBe(true);
  });

  it('begins at terms and organisations too, with the sorts and predicates that are asked for', async () => {
    const ofTerm = await neighbourhood(graph.asking(), { id: HUB, hops: 2, limit: 30, kinds: ['workflow'] });
    expect(new Set(ofTerm.nodes.map(({ kind }) => kind))).toEqual(new Set(['workflow']));
    expect(ofTerm.centre).toMatchObject({ type: 'term', branch: 'topic', label: { zh: '基因组学' }, degree: 300 });
    const ofOrganisation = await neighbourhood(graph.asking(), { id: 'org:ebi', hops: 2, limit: 30, predicates: ['provided-by', 'runs-on'] });
    expect(ofOrganisation.nodes.map(({ id, distance }) => [id, distance])).toEqual([
      [BWA, 1],
      [rid('eu'), 2],
    ]);
    await expect(neighbourhood(graph.asking(), { id: 'org:nobody', hops: 1, limit: 5 })).rejects.toMatchObject({ code: 'not-found' });
    await expect(neighbourhood(graph.asking(), { id: 'edam:topic_9', hops: 1, limit: 5 })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('fair choice', () => {
  it('takes one of each group a round, a node of two groups once', () => {
    const groups = new Map([
      ['a', ['1', '2', '3']],
      ['b', ['2', '4']],
      ['c', ['5']],
    ]);
    expect(chooseFairly(groups, 4)).toEqual(['1', '2', '5', '3']);
    expect(chooseFairly(groups, 9)).toEqual(['1', '2', '5', '3', '4']);
    expect(chooseFairly(groups, 9, new Set(['1', '5']))).toEqual(['2', '4', '3']);
    expect(chooseFairly(new Map(), 3)).toEqual([]);
  });
});
