import { createServer, type Server } from 'node:http';
import Provider from 'oidc-provider';
import { exportJWK, generateKeyPair } from 'jose';

/** Another institution's OpenID Connect provider: a real server of its own on loopback, where everybody is who they say. */
export interface OtherProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What it says of each subject. */
  people: Map<string, Record<string, unknown>>;
  /** How many connections came in. */
  requests(): number;
  close(): Promise<void>;
}

export async function startOtherProvider(callback: string): Promise<OtherProvider> {
  const people = new Map<string, Record<string, unknown>>();
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'one' };
  let provider: Provider;
  let requests = 0;
  const server: Server = createServer((request, response) => {
    requests++;
    void serve(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  // By another name than the node's, so that browsers keep the cookies of the two apart.
  const issuer = `http://localhost:${port}`;
  const clientSecret = 'a-secret-of-the-test-alone-which-is-long';
  provider = new Provider(issuer, {
    clients: [{ client_id: 'a-node', client_secret: clientSecret, redirect_uris: [callback], token_endpoint_auth_method: 'client_secret_post' }],
    jwks: { keys: [key] as never },
    cookies: { keys: ['test'] },
    scopes: ['openid', 'profile', 'email', 'ga4gh_passport_v1'],
    claims: {
      openid: ['sub'],
      profile: ['name', 'eduperson_scoped_affiliation', 'country', 'orcid'],
      email: ['email', 'email_verified'],
      ga4gh_passport_v1: ['ga4gh_passport_v1'],
    },
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/who/${uid}` },
    findAccount: async (_ctx, id) => ({ accountId: id, claims: async () => ({ sub: id, ...people.get(id) }) }),
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ clientId: 'a-node', accountId: ctx.oidc.session?.accountId as string });
      grant.addOIDCScope('openid profile email ga4gh_passport_v1');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  const serve = async (request: Parameters<typeof answer>[0], response: Parameters<typeof answer>[1]) => {
    const who = /^\/who\/([^/?]+)(?:\?as=(.+))?$/.exec(request.url ?? '');
    if (!who) return answer(request, response);
    if (!who[2]) return void response.end('who are you?');
    const as = decodeURIComponent(who[2]);
    const result = as === 'nobody' ? { error: 'access_denied', error_description: 'gave up' } : { login: { accountId: as } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  };
  return {
    issuer,
    clientId: 'a-node',
    clientSecret,
    people,
    requests: () => requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
