import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Api } from '../../catalogue/index.ts';
import { beginSession, endSessionOf, Role, RoleScope, sameKey, sessionCookie, SESSION_SECONDS, shortAgent, TokenScope, type Caller } from '../../identity/index.ts';
import type { Db } from '../../kernel/database.ts';
import { DomainError } from '../../kernel/errors.ts';
import { callerOf, cookieOf, isOwnPage } from './caller.ts';

export interface SessionOptions {
  db: Db;
  key: string;
  secure: boolean;
}

/** As whom a request is taken. */
export const SessionAnswer = z.object({
  signedIn: z.boolean(),
  caller: z.object({
    kind: z.enum(['anyone', 'operator', 'node', 'person', 'program']),
    id: z.string().nullable(),
    name: z.string().nullable(),
    organisation: z.string().nullable(),
  }),
  roles: z.array(z.object({ role: Role, scope: RoleScope, until: z.iso.datetime().nullable() })),
  /** What a token limits its holder to; null where none does. */
  scopes: z.array(TokenScope).nullable(),
});
export type SessionAnswer = z.infer<typeof SessionAnswer>;

/** Writes the cookie that holds a session's secret: out of reach of scripts and, but for plain links, of other sites. */
export const setSessionCookie = (reply: FastifyReply, secure: boolean, value: string, sameSite: 'Strict' | 'Lax'): FastifyReply =>
  reply.header('set-cookie', `${sessionCookie(secure)}=${value}; Path=/; HttpOnly; SameSite=${sameSite}; Max-Age=${value ? SESSION_SECONDS : 0}${secure ? '; Secure' : ''}`);

/** Who am I; signing in with the operator's key, the last resort; signing out. */
export function sessionRoutes(app: Api, { db, key, secure }: SessionOptions): void {
  const tags = ['people'];
  app.get('/session', { schema: { operationId: 'readSession', tags, summary: 'As whom this request is taken', response: { 200: SessionAnswer } } }, async (request, reply) => {
    void reply.header('cache-control', 'no-store');
    return answerOf(callerOf(request));
  });
  app.post(
    '/session',
    {
      config: { limits: 'signIn' },
      schema: {
        operationId: 'signIn',
        tags,
        summary: "Sign in with the operator's key",
        body: z.strictObject({ key: z.string().max(200) }),
        response: { 200: SessionAnswer },
      },
    },
    async (request, reply) => {
      if (!sameKey(request.body.key.trim(), key)) throw new DomainError('unauthenticated', "This is not the operator's key. It lies in the data folder, in the file operator.key.");
      const secret = await db
        .transaction()
        .execute((trx) =>
          beginSession(
            trx,
            { of: { operatorKey: key }, provider: 'operator-key', agent: shortAgent(request.headers['user-agent']), before: sessionOf(request, secure) },
            new Date(),
          ),
        );
      return setSessionCookie(reply, secure, secret, 'Strict').send(answerOf({ kind: 'operator', name: 'local' }));
    },
  );
  app.delete('/session', { schema: { operationId: 'signOut', tags, summary: 'Sign out', response: { 200: SessionAnswer } } }, async (request, reply) => {
    const secret = sessionOf(request, secure);
    if (secret && isOwnPage(request)) await endSessionOf(db, secret, new Date());
    // What was shown to the person stays behind in no cache of the browser.
    return setSessionCookie(reply.header('clear-site-data', '"cache"'), secure, '', 'Strict').send(answerOf({ kind: 'anyone' }));
  });
}

export const sessionOf = (request: FastifyRequest, secure: boolean): string | undefined => cookieOf(request, sessionCookie(secure));

const answerOf = (caller: Caller): SessionAnswer => ({
  signedIn: caller.kind !== 'anyone',
  caller: {
    kind: caller.kind,
    id: 'id' in caller ? caller.id : null,
    name: caller.kind === 'anyone' ? null : caller.name,
    organisation: 'organisation' in caller ? (caller.organisation ?? null) : null,
  },
  roles: 'roles' in caller ? caller.roles.map(({ role, scope, until }) => ({ role, scope: scope as string, until: until?.toISOString() ?? null })) : [],
  scopes: 'scopes' in caller && caller.scopes ? [...caller.scopes] : null,
});
