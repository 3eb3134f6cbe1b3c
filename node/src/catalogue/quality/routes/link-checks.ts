import { z } from 'zod';
import type { Api } from '../../routes/options.ts';
import type { QualityRouteOptions } from './options.ts';

const LinkChecks = z.object({
  running: z.boolean(),
  last: z
    .object({
      at: z.iso.datetime(),
      asked: z.int(),
      alive: z.int(),
      redirected: z.int(),
      dead: z.int(),
      unknown: z.int(),
      postponed: z.int(),
      stopped: z.boolean(),
    })
    .nullable(),
});

export function linkCheckRoutes(app: Api, { links, mayOperate }: QualityRouteOptions): void {
  const view = (): z.infer<typeof LinkChecks> => {
    const last = links.last();
    return { running: links.running(), last: last ? { at: last.at.toISOString(), ...last.report } : null };
  };
  const schema = { tags: ['quality'], response: { 200: LinkChecks } };
  app.get('/link-checks', { schema: { ...schema, operationId: 'readLinkChecks', summary: 'How the last check of links went' } }, async () => view());
  app.post(
    '/link-checks',
    { schema: { ...schema, response: { 202: LinkChecks }, operationId: 'requestLinkCheck', summary: 'Have the links whose turn it is checked now. For the operator' } },
    async (request, reply) => {
      await mayOperate(request);
      await links.request();
      return reply.status(202).send(view());
    },
  );
  app.post(
    '/link-checks/stop',
    { schema: { ...schema, operationId: 'stopLinkCheck', summary: 'Stop the check of links at hand; what it learnt is kept. For the operator' } },
    async (request) => {
      await mayOperate(request);
      links.stop();
      return view();
    },
  );
}
