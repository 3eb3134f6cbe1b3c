import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { links } from './links.ts';
import { graphDatabase, putGraph, rid } from './testing/graph-fixture.ts';

const BWA = rid('bwa');
let graph: Awaited<ReturnType<typeof graphDatabase>>;
beforeAll(async () => {
  graph = await graphDatabase();
  await putGraph(graph.db, {
    resources: [
      { id: BWA, kind: 'tool' },
      { id: rid('w1'), kind: 'workflow', title: 'zebra' },
      { id: rid('w2'), kind: 'workflow', title: 'Ape' },
      { id: rid('w3'), kind: 'workflow', status: 'draft' },
    ],
    links: [
      [rid('w1'), 'uses', BWA, 'a'],
      [rid('w1'), 'uses', BWA, 'b'],
      [rid('w2'), 'uses', BWA, 'a'],
      [rid('w3'), 'uses', BWA, 'a'],
      [BWA, 'has-operation', 'edam:operation_1', 'a'],
    ],
  });
});
afterAll(() => graph.close());

describe('the links of a resource', () => {
  it('stand by predicate and name, each with its source and how it reads from here', async () => {
    const page = await links(graph.asking(), { id: BWA, limit: 10 });
    expect(page.items.map(({ predicate, direction, node, source }) => [predicate, direction, node.label['en'], source])).toEqual([
      ['has-operation', 'out', 'Mapping', 'a'],
      ['uses', 'in', 'Ape', 'a'],
      ['uses', 'in', 'zebra', 'a'],
      ['uses', 'in', 'zebra', 'b'],
    ]);
    expect(page.items[1]?.label).toEqual({ en: 'is used by', zh: '被使用于' });
    expect(page).toMatchObject({
      total: 4,
      next: null,
      groups: [
        { predicate: 'has-operation', direction: 'out', count: 1 },
        { predicate: 'uses', direction: 'in', count: 3 },
      ],
    });
  });
  it('are counted as asked for, and the groups whole', async () => {
    expect(await links(graph.asking(), { id: BWA, predicate: 'uses', direction: 'in', limit: 1 })).toMatchObject({ total: 3, groups: [{ count: 1 }, { count: 3 }] });
    expect((await links(graph.asking(), { id: BWA, direction: 'out', limit: 10 })).items).toHaveLength(1);
  });
  it.each([
    ['no cursor', 'is no cursor of this node'],
    [Buffer.from('[1,2]').toString('base64url'), 'is no cursor of this node'],
  ])('refuse the cursor %s', async (cursor, reason) => {
    await expect(links(graph.asking(), { id: BWA, cursor, limit: 2 })).rejects.toMatchObject({ code: 'invalid', flaws: [{ pointer: '/cursor', reason }] });
  });
  it('refuse a cursor of another query', async () => {
    const { next } = await links(graph.asking(), { id: BWA, predicate: 'uses', limit: 1 });
    await expect(links(graph.asking(), { id: BWA, cursor: next as string, limit: 2 })).rejects.toMatchObject({
      code: 'invalid',
      flaws: [{ reason: 'belongs to another query; begin again without it' }],
    });
  });
});
