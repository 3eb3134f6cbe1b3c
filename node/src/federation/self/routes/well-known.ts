import type { FastifyInstance } from 'fastify';
import type { Self } from '../open-self.ts';
import { SELF_DESCRIPTION_PATH } from '../self-description.ts';

/** What this node says of itself, signed, for whoever asks. */
export function selfDescriptionRoute(app: FastifyInstance, self: Self): void {
  app.get(SELF_DESCRIPTION_PATH, { schema: { hide: true } }, async (_request, reply) =>
    reply
      .type('application/json')
      .headers({ 'cache-control': 'no-cache', 'access-control-allow-origin': '*' })
      .send(JSON.stringify(await self.document(new Date()))),
  );
}
