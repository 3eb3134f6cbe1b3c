import { z } from 'zod';
import type { Api } from '../../../catalogue/index.ts';
import { RESOURCE_ID } from '../../../kernel/identifiers.ts';
import { liveStatus } from '../live-status.ts';
import { LiveStatus } from '../live-answer.ts';
import { askerOf } from '../vouched-asker.ts';
import { limitsOf, whileConnected, type AskingRouteOptions } from './options.ts';
import { Deadline } from './search.ts';

const Asked = z.strictObject({
  passports: z.array(z.string()).max(100).optional().describe('GA4GH passports and visas to show to holders that take this node’s word'),
  deadline: Deadline,
});

export function statusOperations(app: Api, options: AskingRouteOptions): void {
  const { asking, self, access, callerOf, sightOf, readingOf } = options;
  const params = z.strictObject({ id: z.string().regex(RESOURCE_ID, 'is no identifier of a resource') });
  const description =
    'Is it still there, as what version, and may I use it now: asked of each node that holds it, by way of the members that hand on what it says. A holder that was not heard from has no `now`; `members` tells why. A resource that a holder does not show to the asker looks like one that is not there (`hidden`).';
  const response = { 200: LiveStatus };

  app.get(
    '/federation/resources/:id/status',
    {
      schema: {
        operationId: 'statusAtHolders',
        tags: ['federation'],
        summary: 'How a resource stands at its holders now',
        description,
        params,
        querystring: z.strictObject({ deadline: Deadline }),
        response,
      },
      config: limitsOf(options),
    },
    (request, reply) => answer(request, reply, { deadline: request.query.deadline }),
  );
  app.post(
    '/federation/resources/:id/status',
    {
      schema: { operationId: 'statusAtHoldersShowing', tags: ['federation'], summary: 'The same, showing passports', description, params, body: Asked, response },
      config: limitsOf(options),
    },
    (request, reply) => answer(request, reply, request.body),
  );

  type Handled = Parameters<typeof sightOf>[0] & { params: unknown };
  function answer(request: Handled, reply: Parameters<typeof whileConnected>[0], { deadline, passports }: { deadline?: number | undefined; passports?: string[] | undefined }) {
    const { id } = request.params as { id: string };
    const caller = callerOf(request);
    void reply.header('cache-control', 'no-store');
    return liveStatus({ reading: readingOf(sightOf(request)), access, caller, passports, self: self.id, requestId: request.id }, asking, {
      id,
      asker: askerOf(caller, passports),
      deadline: deadline === undefined ? asking.deadline : Math.round(deadline * 1_000),
      signal: whileConnected(reply),
    });
  }
}
