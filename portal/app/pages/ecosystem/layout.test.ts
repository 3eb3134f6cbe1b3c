import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, layOut, radiusOf, ringOf } from './layout.ts';
import type { EcosystemEdge, EcosystemNode } from './shapes.ts';
import { flat, treeOf } from './tree.ts';

const aNode = (id: string, total: number, more: Partial<EcosystemNode> = {}): EcosystemNode => ({
  id,
  name: { en: id },
  description: null,
  organisation: null,
  url: '',
  place: 'below',
  role: null,
  level: 'platform',
  direct: true,
  own: { total, categories: [{ value: 'data', count: total }] },
  within: { total, categories: [{ value: 'data', count: total }] },
  health: 'current',
  toldBy: null,
  lastSuccess: null,
  lag: null,
  here: null,
  there: null,
  digestEqual: null,
  problem: null,
  ...more,
});
const anEdge = (from: string, to: string, known: EcosystemEdge['known'] = 'path'): EcosystemEdge => ({ from, to, role: null, since: null, until: null, known });
const view = (nodes: EcosystemNode[], edges: EcosystemEdge[]) => ({ self: 'self', nodes, edges, resources: 0, platforms: 0, groups: 0, at: '' });
const self = aNode('self', 1_000, { place: 'self', level: 'cluster' });

/** Any nodes that belong to any others, in circles too. */
const anyEcosystem = fc.array(fc.record({ total: fc.nat(5_000), hubs: fc.array(fc.nat(24), { maxLength: 3 }) }), { maxLength: 24 }).map((members) =>
  view(
    [self, ...members.map(({ total }, number) => aNode(`n${number}`, total))],
    members.flatMap(({ hubs }, number) =>
      [...new Set([number % 3 === 0 ? 'self' : `n${(hubs[0] ?? 0) % members.length}`, ...hubs.map((hub) => `n${hub % members.length}`)])].map((hub) => anEdge(`n${number}`, hub)),
    ),
  ),
);

describe('the picture of any ecosystem', () => {
  it('holds every node that a way leads to once, none upon another, all within the frame', () => {
    fc.assert(
      fc.property(anyEcosystem, (ecosystem) => {
        const tree = treeOf(ecosystem)!;
        const { nodes, lines, width, height } = layOut(tree);
        const placed = nodes.map(({ node }) => node.id);
        expect(new Set(placed).size).toBe(placed.length);
        expect(placed.toSorted()).toEqual(
          flat(tree.root)
            .map(({ branch }) => branch.node.id)
            .toSorted(),
        );
        for (const { x, y, radius } of nodes) {
          expect(x - radius).toBeGreaterThanOrEqual(0);
          expect(y - radius).toBeGreaterThanOrEqual(0);
          expect(x + radius).toBeLessThanOrEqual(width);
          expect(y + radius).toBeLessThanOrEqual(height);
        }
        for (const [number, one] of nodes.entries())
          for (const other of nodes.slice(number + 1)) expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThanOrEqual(one.radius + other.radius);
        for (const { path } of lines) expect(path).not.toContain('NaN');
      }),
    );
  });
});

it('hangs a node of two groups on one and draws the other membership beside; its own word carries nothing', () => {
  const tree = treeOf(view([self, aNode('a', 5), aNode('b', 4), aNode('p', 3)], [anEdge('a', 'self'), anEdge('b', 'self'), anEdge('p', 'b', 'statement'), anEdge('p', 'a')]))!;
  expect(flat(tree.root).map(({ branch, depth }) => `${branch.node.id} ${depth}`)).toEqual(['self 0', 'a 1', 'p 2', 'b 1']);
  expect(tree.beside).toEqual([anEdge('p', 'b', 'statement')]);
});

it('draws areas as the counts are, and a ring of one category whole', () => {
  expect(radiusOf(250, 1_000) / radiusOf(1_000, 1_000)).toBeCloseTo(0.5);
  expect(radiusOf(0, 0)).toBeGreaterThan(0);
  const [whole] = ringOf({ total: 7, categories: [{ value: 'tool', count: 7 }] }, 20);
  expect(whole?.path.match(/A/g)).toHaveLength(4);
  expect(
    ringOf(
      {
        total: 8,
        categories: [
          { value: 'tool', count: 6 },
          { value: 'data', count: 2 },
        ],
      },
      20,
    ),
  ).toHaveLength(2);
});

it('cuts names to the room there is, by how wide each script is', () => {
  expect(cut('Proteomics', 26)).toBe('Proteomics');
  expect(cut('工具、工作流与培训群组以及其他许多资源的平台', 10)).toBe('工具、工作流与培训…');
  expect(cut('A', 0.1)).toBe('…');
});
