import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Api } from '../../catalogue/index.ts';
import { newSession, sameKey, SESSION_COOKIE, SESSION_SECONDS, type Caller } from '../../identity/index.ts';
import { DomainError } from '../../kernel/errors.ts';

/** Signing in with the operator's key, so that pages can be used as the operator for a working day. */
export function sessionRoutes(app: Api, { key, secure, callerOf }: { key: string; secure: boolean; callerOf: (request: FastifyRequest) => Caller }): void {
  const cookie = (reply: FastifyReply, value: string, seconds: number) =>
    reply.header('set-cookie', `${SESSION_COOKIE}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${secure ? '; Secure' : ''}`);
  const tags = ['node'];

  app.get(
    '/session',
    { schema: { operationId: 'readSession', tags, summary: 'As whom this request is taken', response: { 200: z.object({ signedIn: z.boolean() }) } } },
    async (request) => ({ signedIn: callerOf(request).kind === 'operator' }),
  );
  app.post(
    '/session',
    {
      schema: {
        operationId: 'signIn',
        tags,
        summary: "Sign in with the operator's key",
        body: z.strictObject({ key: z.string().max(200) }),
        response: { 200: z.object({ signedIn: z.boolean() }) },
      },
    },
    async (request, reply) => {
      if (!sameKey(request.body.key.trim(), key)) throw new DomainError('unauthenticated', "This is not the operator's key. It lies in the data folder, in the file operator.key.");
      return cookie(reply, newSession(key), SESSION_SECONDS).send({ signedIn: true });
    },
  );
  app.delete('/session', { schema: { operationId: 'signOut', tags, summary: 'Sign out', response: { 200: z.object({ signedIn: z.boolean() }) } } }, async (_request, reply) =>
    cookie(reply, '', 0).send({ signedIn: false }),
  );
}
