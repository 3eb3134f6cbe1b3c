import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { LanguageMap } from '../../kernel/language-map.ts';

/** The node's own provider, embedded: its identifier among the others. */
export const OWN_PROVIDER = 'node';
/** Paths below /sign-in that are no provider's. */
const TAKEN = new Set([OWN_PROVIDER, 'account', 'operator-key']);

const isLoopback = (url: URL) => ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
const Issuer = z
  .url()
  .refine((text) => URL.parse(text)?.protocol === 'https:' || (URL.parse(text)?.protocol === 'http:' && isLoopback(new URL(text))), 'must be an address of https');

/** Another institution's OpenID Connect provider, as `biotope.yaml` names it. */
export const ProviderSetting = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,30}$/, 'is no identifier: lower-case letters, digits, "-"')
      .refine((id) => !TAKEN.has(id), 'is taken by the node itself'),
    title: LanguageMap,
    /** As its discovery document states it; that document is looked for nowhere else. */
    issuer: Issuer,
    clientId: z.string().min(1).max(300),
    /** Where the client's secret stands: a file, or a variable of the environment. Neither for a public client. */
    clientSecretFile: z.string().optional(),
    clientSecretEnv: z.string().optional(),
    /** How the secret is shown: in the request's body, or as HTTP Basic. */
    clientAuthentication: z.enum(['post', 'basic']).default('post'),
    scopes: z.array(z.string().min(1).max(200)).default(['openid', 'profile', 'email']),
    /**
     * Which claims are believed. What is not named here is not taken from the provider: organisation and country decide
     * over access.
     */
    claims: z
      .strictObject({
        orcid: z.string().optional(),
        /** A claim that holds a ROR, or `…@domain` or a domain that `organisations` maps. */
        organisation: z.string().optional(),
        country: z.string().optional(),
      })
      .default({}),
    /** Organisations by domain, for affiliations such as `member@example.org`. */
    organisations: z.record(z.string(), z.string().regex(/^org:[a-z0-9-]{1,100}$/)).default({}),
  })
  .refine(({ clientSecretFile, clientSecretEnv }) => !clientSecretFile || !clientSecretEnv, 'names the secret twice: clientSecretFile and clientSecretEnv');
export type ProviderSetting = z.infer<typeof ProviderSetting>;

export const SignInSetting = z
  .strictObject({
    /** Whether the node has accounts of its own. */
    embedded: z.boolean().default(true),
    providers: z
      .array(ProviderSetting)
      .default([])
      .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'names a provider twice'),
  })
  .prefault({});
export type SignInSetting = z.infer<typeof SignInSetting>;

/** The secret of a client, read when the node is opened; throws, naming the place, where it is not there. */
export function clientSecretOf({ id, clientSecretFile, clientSecretEnv }: ProviderSetting): string | undefined {
  if (clientSecretEnv) {
    const secret = process.env[clientSecretEnv];
    if (!secret) throw new Error(`signIn.providers.${id}: the environment has no ${clientSecretEnv}`);
    return secret;
  }
  if (!clientSecretFile) return undefined;
  try {
    return readFileSync(clientSecretFile, 'utf8').trim();
  } catch (cause) {
    throw new Error(`signIn.providers.${id}: the file ${clientSecretFile} cannot be read`, { cause });
  }
}
