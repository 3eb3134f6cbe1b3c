import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Api } from '../../../catalogue/index.ts';
import { inTransaction, type Db } from '../../../kernel/database.ts';
import { record } from '../../../ledger/index.ts';
import { keyHistory } from '../key-log.ts';
import type { Self } from '../open-self.ts';

export interface NodeKeyRouteOptions {
  db: Db;
  self: Self;
  /** Demands that the caller may operate the node; returns their name. */
  mayOperate: (request: FastifyRequest) => Promise<string>;
}

export const NodeKeysView = z.object({
  node: z.string(),
  present: z.string().describe('Thumbprint (RFC 7638) of the key that signs'),
  keys: z.array(z.object({ kid: z.string(), since: z.iso.datetime(), state: z.enum(['signs', 'rotated', 'revoked']) })),
  canRevoke: z.boolean().describe('The recovery key lies in the data folder'),
});
export type NodeKeysView = z.infer<typeof NodeKeysView>;

/** The node's own keys, for its operator. */
export function nodeKeyRoutes(app: Api, { db, self, mayOperate }: NodeKeyRouteOptions): void {
  const view = async (): Promise<NodeKeysView> => ({ node: self.id, present: self.kid, keys: await keyHistory(self.keys), canRevoke: await self.canRevoke() });
  const enter = (by: string, action: string, kid: string, now: Date, requestId: string) =>
    inTransaction(db, (trx) => record(trx, { at: now, actor: by, action, subject: self.id, detail: { kid, signsNow: self.kid, requestId } }));

  app.get(
    '/federation/keys',
    { schema: { operationId: 'readNodeKeys', tags: ['federation'], summary: 'The keys of this node. For the operator', response: { 200: NodeKeysView } } },
    async (request) => {
      await mayOperate(request);
      return view();
    },
  );

  app.post(
    '/federation/keys/rotation',
    {
      schema: {
        operationId: 'rotateNodeKey',
        tags: ['federation'],
        summary: 'Make the next key of this node. For the operator',
        description: 'It signs from now on; what the present one signed holds.',
        response: { 200: NodeKeysView },
      },
    },
    async (request) => {
      const by = await mayOperate(request);
      const now = new Date();
      const before = self.kid;
      await self.rotate(now);
      await enter(by, 'node-key.rotate', before, now, request.id);
      return view();
    },
  );

  app.post(
    '/federation/keys/revocation',
    {
      schema: {
        operationId: 'revokeNodeKey',
        tags: ['federation'],
        summary: 'Take a key of this node back that became known, with all it signed. For the operator',
        description: 'It needs the recovery key in the data folder. The node says everything anew with its next key.',
        body: z.strictObject({ kid: z.string().max(100).optional().describe('The present one where left out') }),
        response: { 200: NodeKeysView },
      },
    },
    async (request) => {
      const by = await mayOperate(request);
      const now = new Date();
      const revoked = request.body.kid ?? self.kid;
      await self.revoke(revoked, now);
      await enter(by, 'node-key.revoke', revoked, now, request.id);
      return view();
    },
  );
}
