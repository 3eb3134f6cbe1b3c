import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { KEY_USES, PUBLISHED_AHEAD, type SigningKeys } from '../../access/keys/index.ts';
import type { Api } from '../../catalogue/index.ts';
import { nameOf, type Caller } from '../../identity/index.ts';
import type { Node } from '../node.ts';

/** Seconds for which the published keys may be kept: far less than the day by which a key is published before it signs. */
const KEPT = 300;

/** The public keys of what this node signs (RFC 7517): visas, passports and certificates. */
export function publishKeys(app: FastifyInstance, keys: SigningKeys): void {
  app.get('/.well-known/jwks.json', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .type('application/jwk-set+json')
      .headers({ 'cache-control': `public, max-age=${KEPT}`, 'access-control-allow-origin': '*' })
      .send(JSON.stringify(await keys.published(new Date()))),
  );
}

/** Changing a signing key before its time, for the operator. */
export function keyRoutes(app: Api, { keys, access, book }: Pick<Node, 'keys' | 'access' | 'book'>, callerOf: (request: FastifyRequest) => Caller): void {
  app.post(
    '/keys/rotation',
    {
      schema: {
        operationId: 'rotateKey',
        tags: ['node'],
        summary: 'Make the next signing key. For the operator',
        description: 'It signs in a day, and the present one stays published for as long as what it signed holds. A compromised key is withdrawn at once, with all it signed.',
        body: z.strictObject({ use: z.enum(KEY_USES), compromised: z.boolean().default(false) }),
        response: { 200: z.object({ kid: z.string(), signsFrom: z.iso.datetime() }) },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      await access.demand({ caller, action: 'node:operate', requestId: request.id });
      const now = new Date();
      const { use, compromised } = request.body;
      const kid = await keys.rotate(use, { now, compromised });
      await book.write({ at: now, actor: nameOf(caller), action: 'keys.rotate', subject: `key:${kid}`, detail: { use, compromised, requestId: request.id } });
      return { kid, signsFrom: new Date(now.getTime() + (compromised ? 0 : PUBLISHED_AHEAD)).toISOString() };
    },
  );
}
