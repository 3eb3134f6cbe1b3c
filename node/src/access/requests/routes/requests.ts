import { z } from 'zod';
import { RESOURCE_ID } from '../../../kernel/identifiers.ts';
import { amendRequest } from '../act-on-request.ts';
import { checkApplication } from '../assess.ts';
import { draftRequest } from '../draft-request.ts';
import { listNotices, listRequests, SCOPES } from '../list-requests.ts';
import { Application } from '../request.ts';
import { CheckView, NoticeList, RequestPage, RequestView } from '../request-view.ts';
import { viewRequest } from '../view-request.ts';
import { askingOf, type Api, type RequestRouteOptions } from './options.ts';

const Id = z.string().regex(RESOURCE_ID, 'is no identifier');
export const one = z.strictObject({ id: Id });
const tags = ['requests'];

/** Finding, drafting and reading requests. */
export function requestOperations(app: Api, options: RequestRouteOptions): void {
  const asking = askingOf(options);
  const Asked = z.strictObject({ resource: Id, application: Application });

  app.get(
    '/requests',
    {
      schema: {
        operationId: 'listRequests',
        tags,
        summary: 'Requests for access: mine, those to review, or all for resources I review for',
        querystring: z.strictObject({
          scope: z.enum(SCOPES).default('mine'),
          resource: Id.optional(),
          cursor: Id.optional(),
          limit: z.coerce.number().int().min(1).max(100).optional(),
        }),
        response: { 200: RequestPage },
      },
    },
    (request) => listRequests(asking(request), request.query),
  );
  app.post(
    '/requests/check',
    {
      schema: {
        operationId: 'checkApplication',
        tags,
        summary: 'How an application would be decided now, and why, before it is handed in',
        body: Asked,
        response: { 200: CheckView },
      },
    },
    (request) => checkApplication(asking(request), request.body.resource, request.body.application),
  );
  app.post('/requests', { schema: { operationId: 'draftRequest', tags, summary: 'Begin a request', body: Asked, response: { 201: RequestView } } }, async (request, reply) => {
    const id = await draftRequest(asking(request), request.body.resource, request.body.application);
    return reply.status(201).send(await viewRequest(asking(request), id));
  });
  app.get('/requests/:id', { schema: { operationId: 'readRequest', tags, summary: 'A request with its history', params: one, response: { 200: RequestView } } }, (request) =>
    viewRequest(asking(request), request.params.id),
  );
  app.put(
    '/requests/:id',
    { schema: { operationId: 'amendRequest', tags, summary: 'Amend a draft', params: one, body: z.strictObject({ application: Application }), response: { 200: RequestView } } },
    async (request) => {
      await amendRequest(asking(request), request.params.id, request.body.application);
      return viewRequest(asking(request), request.params.id);
    },
  );
  app.get('/notices', { schema: { operationId: 'listNotices', tags, summary: 'What waits for me, and until when', response: { 200: NoticeList } } }, async (request) => ({
    items: await listNotices(asking(request)),
  }));
}
