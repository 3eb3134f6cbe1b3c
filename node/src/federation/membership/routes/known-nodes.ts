import { z } from 'zod';
import { run } from '../../../kernel/database.ts';
import { NodeId } from '../../envelope.ts';
import { SignedDescription } from '../../self/index.ts';
import type { Api, MembershipRouteOptions } from './options.ts';

const MOST = 200;

/**
 * Each node whose public descriptions this one hands on, and each of its members. The origins are found by stepping from
 * one to the next in the primary key, however many descriptions they have.
 */
const NODES = `
  with recursive origins as (
    (select origin from federation.replica order by origin limit 1)
    union all
    select (select r.origin from federation.replica r where r.origin > o.origin order by r.origin limit 1) from origins o where o.origin is not null
  ), named as (
    select origin as id from origins where origin is not null and exists (select 1 from federation.replica r where r.origin = origins.origin and r.audience = 'public')
    union
    select node_id from federation.membership where side = 'member' and state = 'admitted' and (until is null or until > $1)
  )
  select n.document from federation.node n join named on named.id = n.id
  where n.id > $2 and ($3::text[] is null or n.id = any ($3)) order by n.id limit ${MOST + 1}`;

export function knownNodesRoute(app: Api, { db, self }: MembershipRouteOptions): void {
  app.get(
    '/federation/nodes',
    {
      schema: {
        operationId: 'listNodes',
        tags: ['federation'],
        summary: 'The signed self-descriptions of this node and of those whose descriptions it hands on',
        description: 'Keys travel beside the feed: whoever follows it checks each description by its origin’s key log, which proves itself.',
        querystring: z.strictObject({
          id: z
            .preprocess((given) => (typeof given === 'string' ? [given] : given), z.array(NodeId).min(1).max(MOST))
            .optional()
            .describe('These alone'),
          after: NodeId.optional().describe('Go on after this one'),
        }),
        response: { 200: z.object({ items: z.array(SignedDescription), next: z.string().nullable() }) },
      },
    },
    async (request, reply) => {
      const { id, after } = request.query;
      const now = new Date();
      const { rows } = await run(db, NODES, [now, after ?? '', id ?? null]);
      const others = (rows as unknown as { document: SignedDescription }[]).map(({ document }) => document);
      const own = after === undefined && (id === undefined || id.includes(self.id)) ? [await self.document(now)] : [];
      const page = others.slice(0, MOST);
      void reply.header('cache-control', 'no-cache');
      return { items: [...own, ...page], next: others.length > MOST ? (page.at(-1)?.value.id ?? null) : null };
    },
  );
}
