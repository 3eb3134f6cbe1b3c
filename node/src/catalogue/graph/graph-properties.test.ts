import { assert, asyncProperty, nat } from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { links } from './links.ts';
import { neighbourhood } from './neighbourhood.ts';
import { possibilities } from './possibilities/possibilities.ts';
import { shortestPath } from './shortest-path.ts';
import { graphDatabase, putGraph, type GivenGraph } from './testing/graph-fixture.ts';
import { NaiveGraph, nodeId, publicPart, randomGraph } from './testing/random-graph.ts';

const SIZE = 14;
let graph: Awaited<ReturnType<typeof graphDatabase>>;
beforeAll(async () => {
  graph = await graphDatabase();
});
afterAll(() => graph.close());

const isOpen = ({ resources }: GivenGraph, id: string) => resources.some((it) => it.id === id);
const runs = { numRuns: 60 };

describe('on any graph', () => {
  it('the path is as short as a plain search finds it, and made of real links', async () => {
    await assert(
      asyncProperty(randomGraph(SIZE), nat(SIZE - 1), nat(SIZE - 1), async (given, a, b) => {
        await putGraph(graph.db, given);
        const open = publicPart(given);
        const [from, to] = [nodeId(a), nodeId(b)];
        if (!isOpen(open, from) || !isOpen(open, to)) return;
        const expected = new NaiveGraph(open).distance(from, to);
        const answer = await shortestPath(graph.asking(), { from, to });
        const found = expected !== undefined && expected <= 6;
        expect(answer.found).toBe(found);
        expect(answer.steps).toHaveLength(found ? expected : 0);
        expect(answer.nodes.map(({ id }) => id).filter((_, place, all) => place === 0 || place === all.length - 1)).toEqual(found ? [...new Set([from, to])] : []);
        for (const [place, step] of answer.steps.entries()) {
          expect(new Set([step.from, step.to])).toEqual(new Set([answer.nodes[place]?.id, answer.nodes[place + 1]?.id]));
          expect(open.links).toContainEqual([step.from, step.predicate, step.to, step.source]);
        }
        expect(await shortestPath(graph.asking(), { from, to })).toEqual(answer);
      }),
      runs,
    );
  });

  it('the neighbourhood counts what a plain walk counts, and draws every link among what it shows', async () => {
    await assert(
      asyncProperty(randomGraph(SIZE), nat(SIZE - 1), nat(1), async (given, n, hop) => {
        await putGraph(graph.db, given);
        const open = publicPart(given);
        const id = nodeId(n);
        if (!isOpen(open, id)) return;
        const naive = new NaiveGraph(open);
        const answer = await neighbourhood(graph.asking(), { id, hops: (hop + 1) as 1 | 2, limit: 60 });
        expect(Object.fromEntries(answer.counts.map(({ predicate, direction, sort, count }) => [`${predicate} ${direction} ${sort}`, count]))).toEqual(naive.counts(id));
        const within = [...new Set([...open.resources.map((it) => it.id), 'edam:topic_1', 'edam:format_1', 'org:ebi'])].filter(
          (other) => other !== id && (naive.distance(id, other) ?? 9) <= hop + 1,
        );
        expect(answer.nodes.map((node) => node.id).sort()).toEqual(within.sort());
        for (const node of answer.nodes) expect(node.distance).toBe(naive.distance(id, node.id));
        expect(answer.truncated).toBe(false);
        const shown = new Set([id, ...within]);
        const expected = new Set(
          open.links.filter(([subject, , object]) => subject !== object && shown.has(subject) && shown.has(object as string)).map(([s, p, o]) => `${s} ${p} ${o}`),
        );
        expect(new Set(answer.edges.map(({ from, predicate, to }) => `${from} ${predicate} ${to}`))).toEqual(expected);
      }),
      runs,
    );
  });

  it('what the public may not discover changes no answer', async () => {
    const answersOf = async (id: string, other: string) => {
      const asking = graph.asking();
      const settled = await Promise.allSettled([
        neighbourhood(asking, { id, hops: 1, limit: 3 }),
        neighbourhood(asking, { id, hops: 2, limit: 5 }),
        links(asking, { id, limit: 4 }),
        shortestPath(asking, { from: id, to: other }),
        possibilities(asking, { id, limit: 3 }),
        neighbourhood(asking, { id: 'org:ebi', hops: 2, limit: 4 }),
      ]);
      return settled.map((it) => (it.status === 'fulfilled' ? it.value : String(it.reason)));
    };
    await assert(
      asyncProperty(randomGraph(SIZE), nat(SIZE - 1), nat(SIZE - 1), async (given, a, b) => {
        const withoutWithdrawn = { ...given, resources: given.resources.map((it) => (it.status === 'withdrawn' ? { ...it, status: 'draft' as const } : it)) };
        await putGraph(graph.db, withoutWithdrawn);
        const all = await answersOf(nodeId(a), nodeId(b));
        await putGraph(graph.db, publicPart(withoutWithdrawn));
        expect(await answersOf(nodeId(a), nodeId(b))).toEqual(all);
      }),
      runs,
    );
  });

  it('pages of links hold every link once', async () => {
    await assert(
      asyncProperty(randomGraph(SIZE), nat(SIZE - 1), async (given, n) => {
        await putGraph(graph.db, given);
        const open = publicPart(given);
        const id = nodeId(n);
        if (!isOpen(open, id)) return;
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await links(graph.asking(), { id, limit: 2, cursor });
          seen.push(...page.items.map((item) => `${item.predicate} ${item.direction} ${item.node.id} ${item.source}`));
          expect(page.groups.reduce((sum, { count }) => sum + count, 0)).toBe(page.total);
          cursor = page.next ?? undefined;
        } while (cursor !== undefined);
        const expected = open.links.flatMap(([s, p, o, source]) =>
          s === o ? [] : [...(s === id ? [`${p} out ${o} ${source}`] : []), ...(o === id ? [`${p} in ${s} ${source}`] : [])],
        );
        expect(seen.toSorted()).toEqual([...new Set(expected)].sort());
      }),
      runs,
    );
  });
});
