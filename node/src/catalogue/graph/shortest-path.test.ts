import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FULL_SIGHT, PUBLIC_SIGHT, type Sight } from '../../access/index.ts';
import { KINDS } from '../kinds.ts';
import { PREDICATE_NAMES, PREDICATES } from '../predicates.ts';
import { sentenceOf } from './sentence.ts';
import { shortestPath } from './shortest-path.ts';
import { graphDatabase, putGraph, rid, type GivenLink } from './testing/graph-fixture.ts';

const [BWA, STAR, WORKFLOW, SERVER, DRAFT, FAR] = ['bwa', 'star', 'wf', 'server', 'draft', 'far'].map(rid) as [string, string, string, string, string, string];
const chain = Array.from({ length: 8 }, (_, n) => rid(`chain${n}`));

let graph: Awaited<ReturnType<typeof graphDatabase>>;
beforeAll(async () => {
  graph = await graphDatabase();
  await putGraph(graph.db, {
    resources: [
      { id: BWA, kind: 'tool', title: 'BWA' },
      { id: STAR, kind: 'tool', title: 'STAR' },
      { id: WORKFLOW, kind: 'workflow', title: 'Alignment' },
      { id: SERVER, kind: 'compute' },
      { id: DRAFT, kind: 'workflow', status: 'draft' },
      { id: FAR, kind: 'dataset' },
      ...chain.map((id) => ({ id, kind: 'tool' as const })),
      ...Array.from({ length: 20 }, (_, n) => ({ id: rid(`other${n}x`), kind: 'tool' as const })),
    ],
    links: [
      [BWA, 'has-operation', 'edam:operation_1'],
      [STAR, 'has-operation', 'edam:operation_1'],
      [BWA, 'runs-on', SERVER],
      [STAR, 'runs-on', SERVER],
      ...Array.from({ length: 20 }, (_, n): GivenLink => [rid(`other${n}x`), 'runs-on', SERVER]),
      [WORKFLOW, 'mentions', BWA],
      [WORKFLOW, 'uses', BWA],
      [WORKFLOW, 'uses', STAR],
      [DRAFT, 'uses', BWA],
      [DRAFT, 'uses', FAR],
      ...chain.slice(1).map((id, n): GivenLink => [id, 'depends-on', chain[n] as string]),
    ],
  });
});
afterAll(() => graph.close());
const path = (from: string, to: string, sight: Sight = PUBLIC_SIGHT) => shortestPath(graph.asking({ sight }), { from, to });

describe('the shortest path', () => {
  it('goes through what is specific before terms and hubs, each step in words', async () => {
    expect(await path(BWA, STAR)).toMatchObject({
      found: true,
      nodes: [
        { id: BWA, type: 'resource', label: { en: 'BWA', zh: 'BWA（中）' }, category: 'tool', kind: 'tool', distance: 0 },
        { id: WORKFLOW, type: 'resource', label: { en: 'Alignment', zh: 'Alignment（中）' }, category: 'tool', kind: 'workflow', distance: 1 },
        { id: STAR, type: 'resource', label: { en: 'STAR', zh: 'STAR（中）' }, category: 'tool', kind: 'tool', distance: 2 },
      ],
      steps: [
        { from: WORKFLOW, predicate: 'uses', to: BWA, source: 'test', sentence: { en: 'Workflow Alignment uses BWA', zh: '工作流“Alignment（中）”使用“BWA（中）”' } },
        { from: WORKFLOW, predicate: 'uses', to: STAR, source: 'test', sentence: { en: 'Workflow Alignment uses STAR', zh: '工作流“Alignment（中）”使用“STAR（中）”' } },
      ],
    });
  });
  it('begins and ends at terms too', async () =>
    expect((await path('edam:operation_1', STAR)).steps).toMatchObject([
      { from: STAR, to: 'edam:operation_1', sentence: { en: 'Tool STAR performs Mapping', zh: '工具“STAR（中）”可执行操作“比对”' } },
    ]));
  it('does not go through what the asker may not discover', async () => {
    expect(await path(BWA, FAR)).toMatchObject({ found: false, steps: [] });
    expect((await path(BWA, FAR, FULL_SIGHT)).steps).toHaveLength(2);
    await expect(path(BWA, DRAFT)).rejects.toMatchObject({ code: 'not-found' });
  });
  it('is looked for up to six steps, and says so', async () => {
    expect((await path(chain[0] as string, chain[6] as string)).steps).toHaveLength(6);
    expect(await path(chain[0] as string, chain[7] as string)).toEqual({ found: false, nodes: [], steps: [], searched: 'Everything within 6 steps was looked through.' });
  });
  it('to itself has no steps', async () => expect(await path(BWA, BWA)).toMatchObject({ found: true, nodes: [{ id: BWA }], steps: [] }));
});

describe('the sentence of a link', () => {
  it.each(PREDICATE_NAMES)('%s names both ends in both languages', (predicate) => {
    const subject = { id: 's', type: 'resource' as const, label: { en: 'A', zh: '甲' }, kind: KINDS[0] };
    const object = { id: 'o', type: PREDICATES[predicate].object, label: { en: 'B', zh: '乙' } };
    const { en, zh } = sentenceOf(subject, predicate, object, PREDICATES[predicate].label);
    expect(en).toMatch(/^Dataset A .* B$/);
    expect(zh).toMatch(/^数据集“甲”.*“乙”/);
  });
});
