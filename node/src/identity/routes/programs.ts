import { z } from 'zod';
import { createProgram, endProgram, listPrograms, ProgramMade, ProgramView } from '../credentials/program-store.ts';
import { NewProgram } from '../credentials/token.ts';
import { giveRole, takeRole } from '../people/manage-people.ts';
import { managing, type Api, type IdentityRouteOptions } from './options.ts';
import { heldOf, RoleGiven } from './people.ts';

const one = z.strictObject({ id: z.string().max(64) });
const Done = z.object({ done: z.literal(true) });
const DONE = { done: true } as const;
export const ProgramList = z.object({ items: z.array(ProgramView) });

/** Programs with credentials of their own, for those who manage people. */
export async function programRoutes(app: Api, options: IdentityRouteOptions): Promise<void> {
  const { db } = options;
  const tags = ['people'];
  app.get('/programs', { schema: { operationId: 'listPrograms', tags, summary: 'Programs registered here', response: { 200: ProgramList } } }, async (request) => {
    await managing(options, request);
    return { items: await listPrograms(db, new Date()) };
  });
  app.post(
    '/programs',
    {
      schema: {
        operationId: 'createProgram',
        tags,
        summary: 'Register a program',
        description: 'With `id` and `secret` it asks `/oidc/token` for access tokens (OAuth 2.0 client credentials, HTTP Basic). The answer alone holds the secret.',
        body: NewProgram,
        response: { 201: ProgramMade },
      },
    },
    async (request, reply) =>
      reply
        .status(201)
        .header('cache-control', 'no-store')
        .send(await createProgram(await managing(options, request), request.body)),
  );
  app.delete(
    '/programs/:id',
    { schema: { operationId: 'endProgram', tags, summary: 'End a program: its secret and tokens stop to count', params: one, response: { 200: Done } } },
    async (request) => {
      await endProgram(await managing(options, request), request.params.id);
      await options.settled();
      return DONE;
    },
  );
  app.post(
    '/programs/:id/roles',
    { schema: { operationId: 'giveProgramRole', tags, summary: 'Give a program a role', params: one, body: RoleGiven, response: { 200: z.object({ id: z.int() }) } } },
    async (request) => {
      const id = await giveRole(await managing(options, request), { kind: 'program', id: request.params.id }, heldOf(request.body));
      await options.settled();
      return { id };
    },
  );
  app.delete(
    '/programs/:id/roles/:role',
    {
      schema: {
        operationId: 'takeProgramRole',
        tags,
        summary: 'Take a role away from a program',
        params: one.extend({ role: z.coerce.number().int().positive() }),
        response: { 200: Done },
      },
    },
    async (request) => {
      await takeRole(await managing(options, request), { kind: 'program', id: request.params.id }, request.params.role);
      await options.settled();
      return DONE;
    },
  );
}
