import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Api } from '../../catalogue/index.ts';
import { ATTEMPT_SECONDS, beginSignIn, finishSignIn, shortAgent, SignInFailed, type SigningIn } from '../../identity/index.ts';
import { DomainError } from '../../kernel/errors.ts';
import { LanguageMap } from '../../kernel/language-map.ts';
import { cookieOf } from './caller.ts';
import { sessionOf, setSessionCookie } from './session-routes.ts';

export interface SignInOptions {
  signingIn: SigningIn;
  /** The node's public address: providers send browsers back there. */
  url: string;
  secure: boolean;
}

export const ProviderList = z.object({ items: z.array(z.object({ id: z.string(), title: LanguageMap, address: z.string() })) });

/** The providers one may choose among. */
export function providerListRoute(app: Api, { signingIn }: SignInOptions): void {
  app.get(
    '/sign-in/providers',
    { schema: { operationId: 'listSignInProviders', tags: ['people'], summary: 'Where one can sign in', response: { 200: ProviderList } } },
    async () => ({ items: signingIn.providers.map(({ id, title }) => ({ id, title, address: `/sign-in/${id}` })) }),
  );
}

const HERE = 'http://here.invalid';
/** A path of this site; anything that would lead elsewhere becomes the account's page. */
const ownPath = (to: unknown): string => {
  const url = typeof to === 'string' && to.startsWith('/') ? URL.parse(to, HERE) : null;
  return url?.origin === HERE && !url.pathname.startsWith('//') ? url.pathname + url.search + url.hash : '/account';
};

/** To a provider, and back from it: addresses for browsers, answered by leading on. */
export function signInRoutes(app: FastifyInstance, { signingIn, url, secure }: SignInOptions): void {
  const { host } = new URL(url);
  const name = secure ? '__Host-biotope_sign_in' : 'biotope_sign_in';
  // Lax: the way back begins at the provider's site, and this cookie must come along.
  const setCookie = (reply: FastifyReply, value: string) =>
    reply.header('set-cookie', `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${value ? ATTEMPT_SECONDS : 0}${secure ? '; Secure' : ''}`);
  const leadOn = (reply: FastifyReply, to: string) => reply.header('cache-control', 'no-store').redirect(to, 303);
  const failed = (reply: FastifyReply, failure: string, to?: string) => leadOn(reply, `/sign-in?${new URLSearchParams({ failed: failure, ...(to ? { to } : {}) })}`);

  app.get('/sign-in/:provider', { config: { limits: 'begin' }, schema: { hide: true } as never }, async (request, reply) => {
    const { provider } = request.params as { provider: string };
    const { to, at } = request.query as { to?: string; at?: string };
    // The provider leads back to the public address; only what was begun there comes to its end. Led there once: a proxy
    // that hides the host's name would be led round and round.
    if (request.host !== host && at !== 'public') return leadOn(reply, `${url}/sign-in/${encodeURIComponent(provider)}?${new URLSearchParams({ at: 'public', to: ownPath(to) })}`);
    try {
      const { address, secret } = await beginSignIn(signingIn, provider, ownPath(to), new Date());
      return leadOn(setCookie(reply, secret), address);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'unavailable') {
        request.log.warn({ err: error }, 'sign-in');
        return failed(reply, 'unreachable');
      }
      throw error;
    }
  });

  app.get('/sign-in/:provider/callback', { config: { limits: 'begin' }, schema: { hide: true } as never }, async (request, reply) => {
    const { provider } = request.params as { provider: string };
    const returned = {
      provider,
      current: new URL(request.url, url),
      secret: cookieOf(request, name),
      agent: shortAgent(request.headers['user-agent']),
      before: sessionOf(request, secure),
    };
    setCookie(reply, '');
    try {
      const { session, destination } = await finishSignIn(signingIn, returned, new Date());
      // Lax, so that a link from another site (a mail, a provider's page) leads in; changes are checked by their origin.
      return leadOn(setSessionCookie(reply, secure, session, 'Lax'), destination);
    } catch (error) {
      if (!(error instanceof SignInFailed)) throw error;
      request.log.info({ provider, failure: error.failure }, 'sign-in refused');
      return failed(reply, error.failure);
    }
  });
}
