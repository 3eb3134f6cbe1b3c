import type { Api } from '../../../catalogue/index.ts';
import { DomainError, forbidden } from '../../../kernel/errors.ts';
import { hubsOf } from '../../membership/index.ts';
import { isSigned, takeSignedRequests } from '../../peer/index.ts';
import { answerQuestion } from '../answer-question.ts';
import { AskedQuestion, Reply } from '../question.ts';
import { seenByAskers } from '../seen-by-askers.ts';
import { whileConnected, type AskingRouteOptions } from './options.ts';

/** Questions of one hub that are answered at a time. */
const MOST_OF_ONE_HUB = 24;
const tooMany = () => Object.assign(new Error('This hub has too many questions under way here. Ask again in a moment.'), { statusCode: 429 });

export async function questionOperations(app: Api, { db, asking, keys, self, searching, access, book, readingOf }: AskingRouteOptions): Promise<void> {
  const { nodeOf } = takeSignedRequests(app, { db, keys, url: self.url });
  const answering = { here: { searching, self }, access, readingOf, ...asking, seenByAskers: seenByAskers({ book }) };
  const underWay = new Map<string, number>();

  app.post(
    '/federation/questions',
    {
      bodyLimit: 2 * 2 ** 20,
      schema: {
        operationId: 'askThisNode',
        tags: ['federation'],
        summary: 'A question of a hub that this node has joined',
        description:
          'In a request signed by the hub (RFC 9421). Answered for everybody’s eyes, or for the person the hub vouches for where this node takes its word. Whoever is no hub asks as everybody does: `GET /api/v1/resources`.',
        body: AskedQuestion,
        response: { 200: Reply },
      },
      serializerCompiler: () => JSON.stringify,
    },
    async (request, reply) => {
      if (!isSigned(request)) throw new DomainError('unauthenticated', 'The request is not signed by a node. Whoever is no hub of this node asks by GET /api/v1/resources.');
      const node = await nodeOf(request);
      const hub = node === undefined ? undefined : (await hubsOf(db, new Date())).find((it) => it.node === node);
      if (!node || !hub)
        throw forbidden(
          node ? 'This node belongs to no group of the node that asks.' : 'The signature of the request does not hold, or the node that signed it is not known here.',
        );
      const busy = underWay.get(node) ?? 0;
      if (busy >= MOST_OF_ONE_HUB) throw tooMany();
      underWay.set(node, busy + 1);
      try {
        return await answerQuestion(answering, hub, request.body, { signal: whileConnected(reply), requestId: request.id });
      } finally {
        const left = (underWay.get(node) ?? 1) - 1;
        if (left > 0) underWay.set(node, left);
        else underWay.delete(node);
      }
    },
  );
}
