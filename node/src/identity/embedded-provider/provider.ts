import { timingSafeEqual } from 'node:crypto';
import Provider, { errors, type Configuration } from 'oidc-provider';
import type { Db } from '../../kernel/database.ts';
import { readPerson } from '../people/person-store.ts';
import { TOKEN_SCOPES } from '../roles.ts';
import { digestOfSecret } from '../secrets.ts';
import type { ProviderKeys } from './provider-keys.ts';
import { stateStore } from './state-store.ts';

/** Where the provider stands below the node's address. */
export const PROVIDER_PATH = '/oidc';
/** The node's own pages, as the provider's client. */
export const PORTAL_CLIENT = 'portal';
/** Where people show who they are: a page of the portal. */
export const interactionPath = (uid: string) => `/sign-in/account/${uid}`;

const MINUTE = 60;

export interface EmbeddedProvider {
  db: Db;
  /** The node's public address. */
  url: string;
  keys: ProviderKeys;
  portalRedirect: string;
  log: (error: Error) => void;
}

/**
 * The node's own OpenID Connect provider: people with accounts of the node sign in by the code flow, programs with
 * client credentials. It serves this node alone: no other client can be registered.
 */
export function embeddedProvider({ db, url, keys, portalRedirect, log }: EmbeddedProvider): Provider {
  const secure = url.startsWith('https:');
  const cookie = { httpOnly: true, sameSite: 'lax', signed: true, secure } as const;
  const configuration: Configuration = {
    adapter: (model: string) => stateStore(db, model),
    jwks: { keys: keys.signing as never },
    cookies: {
      keys: keys.cookies,
      names: { session: 'biotope_provider', interaction: 'biotope_interaction', resume: 'biotope_resume' },
      long: cookie,
      short: cookie,
    },
    clients: [
      {
        client_id: PORTAL_CLIENT,
        client_secret: digestOfSecret(keys.portalSecret),
        redirect_uris: [portalRedirect],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_basic',
        scope: 'openid profile email',
      },
    ],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] } as never,
    scopes: ['openid', 'profile', 'email', ...TOKEN_SCOPES],
    claims: { openid: ['sub'], profile: ['name'], email: ['email'] },
    responseTypes: ['code'],
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: false },
      resourceIndicators: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      userinfo: { enabled: true },
    },
    // Signed in at the provider only as long as it takes to come back: whoever signs out at the node is asked again.
    ttl: {
      AccessToken: 5 * MINUTE,
      AuthorizationCode: MINUTE,
      ClientCredentials: 60 * MINUTE,
      Grant: 10 * MINUTE,
      IdToken: 5 * MINUTE,
      Interaction: 15 * MINUTE,
      Session: 10 * MINUTE,
    },
    interactions: { url: (_ctx, { uid }) => interactionPath(uid) },
    async findAccount(_ctx, id) {
      const person = await readPerson(db, id);
      if (!person || person.disabled) return undefined;
      return { accountId: id, claims: async () => ({ sub: id, name: person.name, ...(person.email ? { email: person.email } : {}) }) };
    },
    // The node's own pages need no consent: they belong to whoever runs the provider.
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client?.clientId as string, accountId: ctx.oidc.session?.accountId as string });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
    renderError(ctx, out) {
      ctx.type = 'application/problem+json';
      ctx.body = JSON.stringify({ type: 'about:blank', title: 'The sign-in could not go on', status: ctx.status, detail: out.error_description ?? out.error });
    },
  };
  const provider = new Provider(`${url}${PROVIDER_PATH}`, configuration);
  // Secrets of clients are kept as digests: what is shown is digested before it is compared.
  Object.assign(provider.Client.prototype, {
    compareClientSecret(this: { clientSecret: string }, shown: string): boolean {
      const [given, kept] = [Buffer.from(digestOfSecret(shown)), Buffer.from(this.clientSecret)];
      return given.length === kept.length && timingSafeEqual(given, kept);
    },
  });
  // The address of the node is configured; what a proxy says of it is set by the node itself (`forwarded`).
  provider.proxy = true;
  provider.on('server_error', (_ctx, error) => log(error));
  return provider;
}

export const isGone = (error: unknown): boolean => error instanceof errors.SessionNotFound;
