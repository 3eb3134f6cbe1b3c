import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Api } from '../../catalogue/index.ts';
import type { Db } from '../../kernel/database.ts';
import { Audience, NodeId } from '../envelope.ts';
import { FollowingsView, FollowingView, listFollowings, listRefused, RefusedView } from './followings-view.ts';
import type { Following } from './open-following.ts';

export interface FollowingRouteOptions {
  db: Db;
  following: Following;
  /** Demands that the caller may operate the node. */
  mayOperate: (request: FastifyRequest) => Promise<unknown>;
  /** Whether the caller may, without a demand. */
  isOperator: (request: FastifyRequest) => Promise<boolean>;
}

const tags = ['federation'];
/** Milliseconds for which the list is handed out as it was counted. */
const KEPT = 1_000;
const params = z.strictObject({ node: NodeId, audience: Audience });

/** The feeds that are followed, and whether what is held of them is what their nodes publish. */
export function followingRoutes(app: Api, { db, following, mayOperate, isOperator }: FollowingRouteOptions): void {
  const kept = new Map<string, { at: number; items: Promise<FollowingView[]> }>();
  /** All holdings are counted for it: once for everybody who asks at about the same time. */
  const listed = (reader: 'operator' | 'public'): Promise<FollowingView[]> => {
    const known = kept.get(reader);
    if (known && performance.now() - known.at < KEPT) return known.items;
    const items = listFollowings(db, { operator: reader === 'operator' });
    items.catch(() => kept.delete(reader));
    kept.set(reader, { at: performance.now(), items });
    return items;
  };
  app.get(
    '/federation/followings',
    {
      schema: {
        operationId: 'listFollowings',
        tags,
        summary: 'Replication from each member: last success, lag, counts and digests here and there',
        response: { 200: FollowingsView },
      },
    },
    async (request) => ({ items: await listed((await isOperator(request)) ? 'operator' : 'public') }),
  );
  app.get(
    '/federation/followings/:node/:audience/refused',
    {
      schema: {
        operationId: 'listRefusedSayings',
        tags,
        summary: 'What of a member’s feed was refused, and why. For the operator',
        params,
        querystring: z.strictObject({ cursor: z.string().max(100).optional() }),
        response: { 200: RefusedView },
      },
    },
    async (request) => {
      await mayOperate(request);
      return listRefused(db, { ...request.params, ...request.query });
    },
  );
  app.post(
    '/federation/followings/:node/:audience/compare',
    {
      schema: {
        operationId: 'compareFollowing',
        tags,
        summary: 'Compare what is held of a member’s feed with what it publishes, now, and mend what differs. For the operator',
        params,
        response: { 200: FollowingView },
      },
    },
    async (request) => {
      await mayOperate(request);
      const { node, audience } = request.params;
      await following.followNow(node, { audience, compare: true });
      const items = await listFollowings(db, { operator: true });
      return items.find((item) => item.node === node && item.audience === audience)!;
    },
  );
}
