import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Api } from '../../../catalogue/index.ts';
import { parseQuery, SearchParameters } from '../../../catalogue/search/index.ts';
import { NodeId } from '../../envelope.ts';
import { LiveAnswer, MembersToAsk, type LiveEvent } from '../live-answer.ts';
import { liveSearch, type LiveSearch } from '../live-search.ts';
import { LONGEST_DEADLINE, SearchQuestion, SHORTEST_DEADLINE } from '../question.ts';
import { askerOf } from '../vouched-asker.ts';
import { limitsOf, whileConnected, type AskingRouteOptions } from './options.ts';

/** Items of an answer; there is no next page: the members' own pages go on. */
const MOST_ITEMS = 50;

export const Deadline = z.coerce
  .number()
  .min(SHORTEST_DEADLINE / 1_000)
  .max(LONGEST_DEADLINE / 1_000)
  .optional()
  .describe('Seconds after which it is answered with what has come; the node’s own setting where left out');

const Parameters = SearchParameters.omit({ cursor: true, facetLimit: true, limit: true }).extend({
  limit: z.coerce.number().int().min(1).max(MOST_ITEMS).default(20),
  deadline: Deadline,
  member: z
    .union([z.array(NodeId).max(100), NodeId.transform((one) => [one])])
    .optional()
    .describe('Ask these members alone, also where they were failing: to try again'),
});

const STREAMS = ['application/x-ndjson', 'text/event-stream'] as const;

export function searchOperations(app: Api, options: AskingRouteOptions): void {
  const { asking, searching, self, callerOf, sightOf } = options;

  app.get(
    '/federation/search/members',
    {
      schema: {
        operationId: 'membersToAsk',
        tags: ['federation'],
        summary: 'Whom a live question goes to',
        response: { 200: MembersToAsk },
      },
    },
    async () => ({ members: (await asking.members()).map(({ node, name, url }) => ({ node, name, url })), deadline: asking.deadline }),
  );

  app.get(
    '/federation/search',
    {
      schema: {
        operationId: 'searchMembers',
        tags: ['federation'],
        summary: 'Ask the members now',
        description:
          'For what is not replicated. All members are asked at once, and theirs through them; it is answered as soon as all have, and at the deadline at the latest, with what has come: `members` tells how each did (`answered`, `late`, `refused`, `unreachable`, `failed`). Ranks are merged by reciprocal rank fusion, the best of each member first; what this node holds itself is left out. To members that take this node’s word the asker is named, and what they may discover there is among the answers. With `accept: application/x-ndjson` (or `text/event-stream`) outcomes and results come as lines (or events) while they come in.',
        querystring: Parameters,
        response: { 200: LiveAnswer },
      },
      config: limitsOf(options),
      // The shape is the code's own; what members said was checked when it came.
      serializerCompiler: () => JSON.stringify,
    },
    async (request, reply) => {
      const { limit, deadline, member, ...asked } = request.query;
      parseQuery(asked.q ?? '');
      const search: LiveSearch = {
        question: SearchQuestion.parse({ type: 'search', ...asked }),
        sight: sightOf(request),
        asker: askerOf(callerOf(request)),
        deadline: deadline === undefined ? asking.deadline : Math.round(deadline * 1_000),
        limit,
        only: member,
        signal: whileConnected(reply),
      };
      const searchers = { here: { searching, self }, ...asking };
      void reply.header('cache-control', 'no-store').header('vary', 'accept');
      const stream = STREAMS.find((type) => request.headers.accept?.includes(type));
      if (!stream) return liveSearch(searchers, search);
      const lines = Readable.from(written(stream, (tell) => liveSearch(searchers, { ...search, tell })));
      return (reply.type(stream).header('x-accel-buffering', 'no') as FastifyReply).send(lines) as never;
    },
  );
}

/** Events as text, while they come. */
async function* written(stream: (typeof STREAMS)[number], run: (tell: (event: LiveEvent) => void) => Promise<unknown>): AsyncGenerator<string> {
  const waiting: LiveEvent[] = [];
  let wake = () => {};
  let ended = false;
  const running = run((event) => {
    waiting.push(event);
    wake();
  }).finally(() => {
    ended = true;
    wake();
  });
  running.catch(() => undefined);
  for (;;) {
    for (const event of waiting.splice(0)) yield stream === 'text/event-stream' ? `event: ${event.event}\ndata: ${JSON.stringify(event)}\n\n` : `${JSON.stringify(event)}\n`;
    if (ended && waiting.length === 0) break;
    if (waiting.length === 0 && !ended) await new Promise<void>((resolve) => (wake = resolve));
  }
  await running;
}
