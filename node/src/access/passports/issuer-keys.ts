import { readFile, stat } from 'node:fs/promises';
import { createLocalJWKSet, type CompactVerifyGetKey, type JSONWebKeySet } from 'jose';
import { z } from 'zod';
import { DomainError } from '../../kernel/errors.ts';
import { allowedHosts } from '../../kernel/web/allowed-hosts.ts';
import { openWeb } from '../../kernel/web/open-web.ts';
import { isAddress, type TrustedIssuer } from './trusted-issuer.ts';

/** Bytes of a document of keys, and how many keys of it count. */
const LARGEST_SET = 256 * 1024;
const MOST_KEYS = 100;
/** Milliseconds: keys are taken for current so long; kept so long where the issuer can't be reached; and asked for again no sooner, whatever tokens name. */
const FRESH = 600_000;
const KEPT = 3_600_000;
const PAUSE = 60_000;
const SILENCE = 10_000;

const KeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional() })).max(MOST_KEYS) });

/** The public keys of trusted issuers. */
export interface IssuerKeys {
  /**
   * A key of an issuer by its `kid`. Asks the configured address where it has to, and no other.
   * @throws `unavailable` where the keys cannot be had; `not-found` where the issuer publishes none by this name.
   */
  keysOf(issuer: TrustedIssuer, kid: string, now: Date): Promise<CompactVerifyGetKey>;
}

interface Kept {
  set?: { keys: CompactVerifyGetKey; kids: Set<string>; at: number };
  asked: number;
  asking?: Promise<void> | undefined;
}

/** Opens the keys of trusted issuers: fetched when a token first needs them, kept within bounds. */
export function openIssuerKeys({ userAgent }: { userAgent: string }): IssuerKeys {
  const kept = new Map<string, Kept>();

  const ask = async (place: string, entry: Kept, now: number) => {
    entry.asked = now;
    const { keys } = KeySet.parse(JSON.parse(isAddress(place) ? await fetched(place, userAgent) : await read(place)));
    // Only keys that can belong to the accepted algorithms: a shared secret among them is no key of an issuer.
    const usable = keys.filter(({ kty, kid }) => (kty === 'EC' || kty === 'RSA') && kid !== undefined);
    entry.set = { keys: createLocalJWKSet({ keys: usable } as JSONWebKeySet), kids: new Set(usable.map(({ kid }) => kid as string)), at: now };
  };

  return {
    async keysOf({ issuer, jwks }, kid, at) {
      const now = at.getTime();
      const entry = kept.get(jwks) ?? { asked: Number.NEGATIVE_INFINITY };
      kept.set(jwks, entry);
      const age = Math.abs(now - (entry.set?.at ?? Number.NEGATIVE_INFINITY));
      if ((age > FRESH || !entry.set?.kids.has(kid)) && Math.abs(now - entry.asked) >= PAUSE) {
        entry.asking ??= ask(jwks, entry, now).finally(() => (entry.asking = undefined));
      }
      let failure: unknown;
      await entry.asking?.catch((error: unknown) => (failure = error));
      const { set } = entry;
      if (!set || Math.abs(now - set.at) > KEPT) throw new DomainError('unavailable', `The keys of ${issuer} cannot be had at the moment.`, { cause: failure });
      if (!set.kids.has(kid)) throw new DomainError('not-found', `${issuer} publishes no key "${kid}".`);
      return set.keys;
    },
  };
}

/** The operator named the address, so that its host may be reached wherever it lies; nothing it says leads elsewhere. */
async function fetched(address: string, userAgent: string): Promise<string> {
  const web = openWeb({
    own: [address],
    allowed: allowedHosts([new URL(address).host]),
    userAgent,
    limits: { entry: LARGEST_SET, total: LARGEST_SET, redirects: 0, silence: SILENCE, duration: SILENCE, patience: 0, retries: 0 },
    howToAllow: () => 'The address of an issuer’s keys stands in passports.trusted of biotope.yaml.',
  });
  return (await web.get(address, { accept: 'application/jwk-set+json, application/json' })).text();
}

async function read(path: string): Promise<string> {
  const { size } = await stat(path);
  if (size > LARGEST_SET) throw new DomainError('too-large', `${path} is larger than ${LARGEST_SET} bytes.`);
  return readFile(path, 'utf8');
}
