import { sql } from 'kysely';
import { z } from 'zod';
import { demand } from '../../access/index.ts';
import { type Api, CATEGORIES, CATEGORY_LABELS, KIND_LABELS, KINDS, type Category, type Kind } from '../../catalogue/index.ts';
import { listSources } from '../../exchange/index.ts';
import type { Caller } from '../../identity/index.ts';
import { verifyLedger } from '../../ledger/index.ts';
import type { FastifyRequest } from 'fastify';
import { runChecks } from '../checks.ts';
import type { Node } from '../node.ts';
import { NodeView } from '../node-view.ts';

/** What the node says of itself, and what its operator may look into. */
export function nodeRoutes(app: Api, node: Node, callerOf: (request: FastifyRequest) => Caller): void {
  app.get('/node', { schema: { operationId: 'describeNode', tags: ['node'], summary: 'This node: who runs it, what it holds', response: { 200: NodeView } } }, async () => describeNode(node));
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
      demand(callerOf(request), 'ledger:read');
      return { checks: await runChecks(node) };
    },
  );
  app.get(
    '/ledger/verification',
    {
      schema: {
        operationId: 'verifyLedger',
        tags: ['node'],
        summary: 'Check every entry of the ledger. For the operator',
        response: { 200: z.object({ entries: z.int(), intact: z.boolean(), broken: z.object({ sequence: z.int(), reason: z.string() }).optional() }) },
      },
    },
    async (request) => {
      demand(callerOf(request), 'ledger:read');
      return verifyLedger(node.db);
    },
  );
}

async function describeNode(node: Node): Promise<z.infer<typeof NodeView>> {
  const { configuration, db } = node;
  const [kinds, links, sources] = await Promise.all([
    sql<{ category: Category; kind: Kind; count: number }>`
      select category, kind, count(*) as count from catalogue.resource where status in ('published', 'deprecated') group by category, kind`.execute(db),
    sql<{ count: number }>`select count(*) as count from catalogue.link where object_id is not null`.execute(db),
    listSources(node.harvesting.context),
  ]);
  const sum = (rows: { count: number }[]) => rows.reduce((total, { count }) => total + count, 0);
  return {
    name: configuration.node.name,
    description: configuration.node.description,
    organisation: configuration.node.organisation ?? null,
    contact: configuration.node.contact ?? null,
    url: configuration.url,
    version: node.version,
    languages: ['en', 'zh'],
    resources: sum(kinds.rows),
    links: sum(links.rows),
    terms: node.vocabulary().size,
    categories: CATEGORIES.map((value) => ({ value, label: CATEGORY_LABELS[value], count: sum(kinds.rows.filter(({ category }) => category === value)) })),
    kinds: KINDS.map((value) => ({ value, label: KIND_LABELS[value], count: sum(kinds.rows.filter(({ kind }) => kind === value)) })).filter(({ count }) => count > 0),
    sources: sources.items.map((source) => ({ id: source.id, title: source.title, records: source.records, lastHarvest: source.lastHarvest?.ended ?? null })),
    started: node.started.toISOString(),
  };
}
