import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import { z } from 'zod';
import type { Api } from '../../catalogue/index.ts';
import { checkPassword, isGone, LONGEST_PASSWORD, PROVIDER_PATH, type Checked, type Fetch, type Seal } from '../../identity/index.ts';
import type { Db } from '../../kernel/database.ts';
import { conflict, forbidden } from '../../kernel/errors.ts';
import { isOwnPage } from './caller.ts';
import { WITHIN } from './rate-limits.ts';

/**
 * Puts the node's own OpenID Connect provider below `/oidc`. It reads bodies and writes answers by itself; the headers
 * the server sets on every answer go along.
 */
export async function mountProvider(app: FastifyInstance, provider: Provider, url: string): Promise<void> {
  const answer = provider.callback();
  const { host, protocol } = new URL(url);
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    const handler = async (request: FastifyRequest, reply: FastifyReply) => {
      const { raw } = request;
      for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value as string);
      reply.raw.setHeader('x-request-id', request.id);
      reply.hijack();
      // The provider's addresses are those of the node's public address, whatever a proxy left of it.
      Object.assign(raw.headers, { host, 'x-forwarded-proto': protocol.slice(0, -1), 'x-forwarded-host': host });
      Object.assign(raw, { originalUrl: raw.url, url: (raw.url ?? '').slice(PROVIDER_PATH.length) });
      await answer(raw, reply.raw);
    };
    const schema = { hide: true } as never;
    scope.route({ method: 'POST', url: `${PROVIDER_PATH}/token`, config: { limits: 'signIn' }, schema, handler });
    scope.route({ method: ['GET', 'POST'], url: `${PROVIDER_PATH}/*`, schema, handler });
  });
}

/** The way to the provider without leaving the process: the public address may not be reachable from inside. */
export function fetchWithin(app: FastifyInstance): Fetch {
  return async (address, options = {}) => {
    const { method = 'GET', headers, body } = options as RequestInit;
    const { pathname, search } = new URL(address);
    const given = Object.fromEntries(new Headers(headers));
    const payload = body === undefined || body === null ? {} : { payload: body instanceof URLSearchParams ? body.toString() : (body as string) };
    const answer = await app.inject({ method: method as 'GET', url: pathname + search, headers: { ...given, [WITHIN.name]: WITHIN.value }, ...payload });
    const answered = new Headers();
    for (const [name, value] of Object.entries(answer.headers)) if (typeof value === 'string') answered.set(name, value);
    const empty = answer.statusCode === 204 || answer.statusCode === 304;
    return new Response(empty ? null : new Uint8Array(answer.rawPayload), { status: answer.statusCode, headers: answered });
  };
}

const Shown = z.strictObject({
  login: z.string().max(100),
  password: z.string().max(2 * LONGEST_PASSWORD),
  newPassword: z
    .string()
    .max(2 * LONGEST_PASSWORD)
    .optional(),
  code: z.string().max(60).optional(),
});

/** The step of the provider's flow where somebody shows who they are: what the portal's page of it asks. */
export function interactionRoutes(app: Api, { db, seal, provider }: { db: Db; seal: Seal; provider: Provider }): void {
  app.post(
    '/interactions/:uid',
    {
      config: { limits: 'signIn' },
      schema: {
        operationId: 'showPassword',
        tags: ['people'],
        summary: 'Show login name and password to the node’s own provider',
        description:
          'A step of the sign-in in a browser; it needs the cookie of that sign-in. A one-time secret lets in only along with `newPassword`; an account with a second factor only along with `code`: of the app, or a recovery code.',
        params: z.strictObject({ uid: z.string().max(100) }),
        body: Shown,
        response: { 200: z.object({ next: z.string().nullable(), mustChange: z.boolean(), mustShowCode: z.boolean() }) },
      },
    },
    async (request, reply) => {
      if (!isOwnPage(request)) throw forbidden('The request comes from another site; one signs in on this node’s own pages only.');
      const checked = await showTo(provider, request, reply, () => checkPassword({ db, seal, at: new Date() }, request.body));
      return reply.header('cache-control', 'no-store').send(checked);
    },
  );
}

async function showTo(provider: Provider, request: FastifyRequest, reply: FastifyReply, check: () => Promise<Checked>) {
  const { uid } = request.params as { uid: string };
  try {
    const interaction = await provider.interactionDetails(request.raw, reply.raw);
    if (interaction.uid !== uid) throw over();
    const checked = await check();
    if (!('person' in checked)) return { next: null, mustChange: 'mustChange' in checked, mustShowCode: 'mustShowCode' in checked };
    const amr = checked.byCode ? ['pwd', 'otp'] : ['pwd'];
    const next = await provider.interactionResult(request.raw, reply.raw, { login: { accountId: checked.person, remember: false, amr } });
    return { next, mustChange: false, mustShowCode: false };
  } catch (error) {
    throw isGone(error) ? over() : error;
  }
}

const over = () => conflict('This sign-in took too long or was begun elsewhere. Begin again.');
