import type { FastifyInstance } from 'fastify';
import type Provider from 'oidc-provider';
import { boundedFetch, clientSecretOf, embeddedProvider, OWN_PROVIDER, PORTAL_CLIENT, PROVIDER_PATH, relyingParty, type SignInProvider } from '../../identity/index.ts';
import type { Node } from '../node.ts';
import { fetchWithin } from './provider-routes.ts';

/** The providers one can sign in with, the node's own first, and that provider itself, at which programs get their tokens in any case. */
export function openSignIn(app: FastifyInstance, { configuration, db, providerKeys: keys, log }: Node): { providers: SignInProvider[]; own: Provider } {
  const { url, signIn } = configuration;
  const redirectUri = (id: string) => `${url}/sign-in/${id}/callback`;
  const own = embeddedProvider({ db, url, keys, portalRedirect: redirectUri(OWN_PROVIDER), log: (error) => log.error({ err: error }, 'provider') });
  const embedded: SignInProvider = {
    id: OWN_PROVIDER,
    title: { en: 'Account of this node', zh: '本节点账户' },
    own: true,
    believes: { claims: {}, organisations: {} },
    party: relyingParty({
      issuer: `${url}${PROVIDER_PATH}`,
      clientId: PORTAL_CLIENT,
      clientSecret: keys.portalSecret,
      clientAuthentication: 'basic',
      scopes: ['openid', 'profile', 'email'],
      redirectUri: redirectUri(OWN_PROVIDER),
      parameters: { prompt: 'login' },
      fetch: fetchWithin(app),
    }),
  };
  const others = signIn.providers.map((setting): SignInProvider => {
    const { id, title, issuer, clientId, clientAuthentication, scopes } = setting;
    return {
      id,
      title,
      own: false,
      believes: setting,
      party: relyingParty({ issuer, clientId, clientSecret: clientSecretOf(setting), clientAuthentication, scopes, redirectUri: redirectUri(id), fetch: boundedFetch }),
    };
  });
  return { providers: [...(signIn.embedded ? [embedded] : []), ...others], own };
}
