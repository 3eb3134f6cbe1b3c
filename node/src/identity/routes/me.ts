import { z } from 'zod';
import { notFound } from '../../kernel/errors.ts';
import { changeOwnPassword } from '../accounts/accounts.ts';
import { LONGEST_PASSWORD } from '../accounts/password.ts';
import { NewToken, TokenMade, TokenView } from '../credentials/token.ts';
import { createToken, endToken, tokensOf } from '../credentials/token-store.ts';
import { amendPerson } from '../people/manage-people.ts';
import { OwnAmendment, PersonView } from '../people/person.ts';
import { viewOf } from '../people/person-store.ts';
import { SessionView } from '../sessions/session.ts';
import { endSessions, sessionsOf } from '../sessions/session-store.ts';
import { personAsking, personSignedIn, type Api, type IdentityRouteOptions } from './options.ts';

const one = z.strictObject({ id: z.string().max(64) });
const Done = z.object({ done: z.literal(true) });
const DONE = { done: true } as const;

/** One's own account: who one is here, where one is signed in, one's tokens. */
export async function meRoutes(app: Api, options: IdentityRouteOptions): Promise<void> {
  const { db } = options;
  const tags = ['people'];
  const shown = (id: string) => viewOf(db, id, new Date());

  app.get('/me', { schema: { operationId: 'readMe', tags, summary: 'Who I am here', response: { 200: PersonView } } }, (request) => shown(personAsking(options, request).id));
  app.patch(
    '/me',
    { schema: { operationId: 'amendMe', tags, summary: 'Change my name or e-mail address', body: OwnAmendment, response: { 200: PersonView } } },
    async (request) => {
      const { id } = personSignedIn(options, request);
      await amendPerson({ db, by: `person:${id}`, at: new Date() }, id, request.body);
      await options.settled();
      return shown(id);
    },
  );
  app.post(
    '/me/password',
    {
      config: { limits: 'signIn' },
      schema: {
        operationId: 'changeMyPassword',
        tags,
        summary: 'Change my password at this node',
        body: z.strictObject({ password: z.string().max(LONGEST_PASSWORD), newPassword: z.string().max(2 * LONGEST_PASSWORD) }),
        response: { 200: Done },
      },
    },
    async (request) => {
      const { id } = personSignedIn(options, request);
      await changeOwnPassword(db, id, request.body.password, request.body.newPassword, new Date());
      return DONE;
    },
  );

  app.get(
    '/me/sessions',
    { schema: { operationId: 'listMySessions', tags, summary: 'Where I am signed in', response: { 200: z.object({ items: z.array(SessionView) }) } } },
    async (request) => {
      const { id, session } = personAsking(options, request);
      return { items: await sessionsOf(db, id, session, new Date()) };
    },
  );
  app.delete('/me/sessions/:id', { schema: { operationId: 'endMySession', tags, summary: 'Sign out there', params: one, response: { 200: Done } } }, async (request) => {
    const { id } = personSignedIn(options, request);
    if ((await endSessions(db, id, { id: request.params.id }, `person:${id}`, new Date())) === 0) throw notFound('There is no such session, or it has ended.');
    return DONE;
  });
  app.delete(
    '/me/sessions',
    { schema: { operationId: 'endMyOtherSessions', tags, summary: 'Sign out everywhere else', response: { 200: z.object({ ended: z.int() }) } } },
    async (request) => {
      const { id, session } = personSignedIn(options, request);
      return { ended: await endSessions(db, id, { allBut: session }, `person:${id}`, new Date()) };
    },
  );

  app.get(
    '/me/tokens',
    { schema: { operationId: 'listMyTokens', tags, summary: 'My access tokens', response: { 200: z.object({ items: z.array(TokenView) }) } } },
    async (request) => ({ items: await tokensOf(db, personAsking(options, request).id, new Date()) }),
  );
  app.post(
    '/me/tokens',
    {
      schema: {
        operationId: 'createMyToken',
        tags,
        summary: 'Make an access token for a program of mine',
        description: 'The answer alone holds the token; it is kept nowhere. A token may never more than its owner, and of that only what its scopes name.',
        body: NewToken,
        response: { 201: TokenMade },
      },
    },
    async (request, reply) => {
      const { id } = personSignedIn(options, request);
      return reply
        .status(201)
        .header('cache-control', 'no-store')
        .send(await createToken(db, id, request.body, new Date()));
    },
  );
  app.delete('/me/tokens/:id', { schema: { operationId: 'endMyToken', tags, summary: 'End a token', params: one, response: { 200: Done } } }, async (request) => {
    const { id } = personSignedIn(options, request);
    await endToken(db, id, request.params.id, `person:${id}`, new Date());
    return DONE;
  });
}
