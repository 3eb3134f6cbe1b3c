import { z } from 'zod';
import { type Api, CATEGORIES, CATEGORY_LABELS, countLinks, KIND_LABELS, KINDS } from '../../catalogue/index.ts';
import { LANGUAGES } from '../../kernel/language-map.ts';
import { searchResources } from '../../catalogue/search/index.ts';
import { listSources } from '../../exchange/index.ts';
import { ANYONE, type Caller } from '../../identity/index.ts';
import type { FastifyRequest } from 'fastify';
import { runChecks } from '../checks.ts';
import type { Node } from '../node.ts';
import { NodeView } from '../node-view.ts';

/** How long the counts on the home page may be old. */
const COUNTS_KEPT = 2_000;

/** What the node says of itself, and what its operator may look into. */
export function nodeRoutes(app: Api, node: Node, callerOf: (request: FastifyRequest) => Caller): void {
  const describe = atMostEvery(COUNTS_KEPT, () => describeNode(node));
  app.get('/node', { schema: { operationId: 'describeNode', tags: ['node'], summary: 'This node: who runs it, what it holds', response: { 200: NodeView } } }, describe);
  app.get(
    '/checks',
    {
      schema: {
        operationId: 'runChecks',
        tags: ['node'],
        summary: 'Is all well? For the operator',
        response: { 200: z.object({ checks: z.array(z.object({ check: z.string(), ok: z.boolean(), detail: z.string() })) }) },
      },
    },
    async (request) => {
      await node.access.demand({ caller: callerOf(request), action: 'ledger:read' });
      return { checks: await runChecks(node) };
    },
  );
}

async function describeNode(node: Node): Promise<z.infer<typeof NodeView>> {
  const { configuration, db } = node;
  const sight = await node.access.sightOf(ANYONE);
  const [{ total, facets }, links, sources] = await Promise.all([
    searchResources(node.searching, { sight, limit: 1 }),
    countLinks(db),
    listSources(node.harvesting.context, sight),
  ]);
  const countOf = (facet: 'category' | 'kind', value: string) => facets[facet]?.find((it) => it.value === value)?.count ?? 0;
  return {
    name: configuration.node.name,
    description: configuration.node.description,
    organisation: configuration.node.organisation ?? null,
    contact: configuration.node.contact ?? null,
    url: configuration.url,
    version: node.version,
    languages: [...LANGUAGES],
    resources: total,
    links,
    terms: node.vocabulary().size,
    categories: CATEGORIES.map((value) => ({ value, label: CATEGORY_LABELS[value], count: countOf('category', value) })),
    kinds: KINDS.map((value) => ({ value, label: KIND_LABELS[value], count: countOf('kind', value) })).filter(({ count }) => count > 0),
    sources: sources.items
      .filter(({ origin, records, lastHarvest }) => origin !== 'standard' || records > 0 || lastHarvest)
      .map((source) => ({ id: source.id, title: source.title, records: source.records, lastHarvest: source.lastHarvest?.ended ?? null })),
    started: node.started.toISOString(),
  };
}

/** Asks at most once in so many milliseconds; meanwhile everybody gets the same answer. */
function atMostEvery<T>(milliseconds: number, ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  let asked = 0;
  return () => {
    if (answer && Date.now() - asked < milliseconds) return answer;
    asked = Date.now();
    answer = ask();
    answer.catch(() => (answer = undefined));
    return answer;
  };
}
