import * as client from 'openid-client';
import type { Proofs } from './attempt.ts';
import type { Fetch } from './bounded-fetch.ts';
import type { Claims } from './claims.ts';

/** A provider at which the node is registered as a client. */
export interface RegisteredAt {
  issuer: string;
  clientId: string;
  clientSecret?: string | undefined;
  /** How the client shows its secret: in the request's body where nothing is said. */
  clientAuthentication?: 'post' | 'basic' | undefined;
  scopes: readonly string[];
  /** Where the provider sends the browser back to. */
  redirectUri: string;
  /** Asked of the provider along with the rest, such as `prompt`. */
  parameters?: Record<string, string> | undefined;
  fetch: Fetch;
}

export interface RelyingParty {
  /** Where the browser is to go. */
  address(proofs: Proofs): Promise<string>;
  /** What the provider says of who came back to `current`; throws where anything does not fit. */
  claims(current: URL, proofs: Proofs): Promise<Claims>;
}

/** How long what a provider says of itself is believed, in milliseconds. */
const DISCOVERED_KEPT = 60 * 60 * 1_000;

/**
 * OpenID Connect's authorization code flow, as RFC 9700 wants it: PKCE, state, nonce, the issuer of the answer
 * (RFC 9207), and the ID token's signature, audience and age, each checked.
 */
export function relyingParty(at: RegisteredAt): RelyingParty {
  let known: { until: number; configuration: Promise<client.Configuration> } | undefined;
  const configured = (): Promise<client.Configuration> => {
    if (known && known.until > Date.now()) return known.configuration;
    const configuration = discover(at);
    known = { until: Date.now() + DISCOVERED_KEPT, configuration };
    configuration.catch(() => (known = undefined));
    return configuration;
  };
  return {
    async address({ state, nonce, verifier }) {
      const parameters = {
        redirect_uri: at.redirectUri,
        scope: [...new Set(['openid', ...at.scopes])].join(' '),
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
        ...at.parameters,
      };
      return client.buildAuthorizationUrl(await configured(), parameters).href;
    },
    async claims(current, { state, nonce, verifier }) {
      const configuration = await configured();
      const tokens = await client.authorizationCodeGrant(configuration, current, { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true });
      const stated = tokens.claims();
      if (!stated) throw new Error('the provider gave no ID token');
      const more = configuration.serverMetadata().userinfo_endpoint ? await client.fetchUserInfo(configuration, tokens.access_token, stated.sub) : {};
      return { ...stated, ...more, iss: stated.iss, sub: stated.sub };
    },
  };
}

async function discover({ issuer, clientId, clientSecret, clientAuthentication, fetch }: RegisteredAt): Promise<client.Configuration> {
  const plain = new URL(issuer).protocol === 'http:';
  const authentication = !clientSecret ? client.None() : clientAuthentication === 'basic' ? client.ClientSecretBasic(clientSecret) : client.ClientSecretPost(clientSecret);
  const configuration = await client.discovery(new URL(issuer), clientId, clientSecret, authentication, {
    [client.customFetch]: fetch as client.CustomFetch,
    ...(plain ? { execute: [client.allowInsecureRequests] } : {}),
  });
  configuration[client.customFetch] = fetch as client.CustomFetch;
  // The ID token came over TLS from the provider itself; its signature is checked all the same.
  client.enableNonRepudiationChecks(configuration);
  return configuration;
}
