import { calculateJwkThumbprint, compactVerify, createLocalJWKSet, exportJWK, generateKeyPair, importJWK, SignJWT, type JSONWebKeySet, type JWK, type JWTPayload } from 'jose';
import { keyFolder, readKeys, removeKey, writeKey } from './key-folder.ts';
import { ALGORITHMS, isPublished, nextKeyDue, PUBLISHED_AHEAD, signingNow, type KeyUse, type SigningKey } from './signing-key.ts';

export interface Signing {
  /** Media type of the token, without `application/`. */
  typ: string;
  now: Date;
  /** When what is signed ceases to hold: the key stays published until then. */
  expires: Date;
  /** Address of the published keys, where the token names it. */
  jku?: string | undefined;
}

/** The node's own keys: they sign, take turns, and are published. */
export interface SigningKeys {
  /** Signs claims as a compact JWS, as they are given: `iss`, `iat`, `exp` … are the caller's. */
  sign(use: KeyUse, claims: JWTPayload, signing: Signing): Promise<string>;
  /** The claims of a token that a published key of this use signed; undefined for any other. */
  verify(use: KeyUse, token: string, signed: { typ: string; now: Date }): Promise<JWTPayload | undefined>;
  /** The public keys, for `/.well-known/jwks.json`: those that sign, that will, and whose signatures still hold. */
  published(now: Date): Promise<JSONWebKeySet>;
  /** Makes the next key: it signs in a day, or at once where the present one became known, which is then withdrawn. Returns its `kid`. */
  rotate(use: KeyUse, rotation: { now: Date; compromised?: boolean | undefined }): Promise<string>;
}

/** How fine the time is to which a key is known to be needed: a file is written once in so long, not for every signature. */
const GRAIN = 3_600_000;

/** Opens the keys of a data folder; the first of each use is made when it is first needed. */
export async function openKeys(dataFolder: string): Promise<SigningKeys> {
  const folder = keyFolder(dataFolder);
  let keys = await readKeys(folder);
  let turn: Promise<unknown> = Promise.resolve();
  /** Changes of the keys come one after the other. */
  const inTurn = <T>(change: () => Promise<T>): Promise<T> => {
    const mine = turn.then(change);
    turn = mine.catch(() => {});
    return mine;
  };
  const keep = async (key: SigningKey) => {
    await writeKey(folder, key);
    keys = [...keys.filter(({ kid }) => kid !== key.kid), key];
    return key;
  };

  const ready = (use: KeyUse, now: Date) =>
    inTurn(async () => {
      const present = signingNow(keys, use, now) ?? (await keep(await newKey(use, now)));
      const due = nextKeyDue(keys, use);
      if (due && due <= now) await keep(await newKey(use, new Date(Math.max(due.getTime(), now.getTime()) + PUBLISHED_AHEAD)));
      if (keys.some((key) => key.use === use && key.privateKey && key.signsFrom < present.signsFrom)) await tidy(use, now);
      return present;
    });
  /** The private part of a key that signs no more is removed, and the whole key once nothing it signed holds. */
  const tidy = async (use: KeyUse, now: Date) => {
    const present = signingNow(keys, use, now);
    for (const key of keys.filter((it) => it.use === use)) {
      if (!key.withdrawn && !isPublished(key, keys, now)) {
        await removeKey(folder, key);
        keys = keys.filter((it) => it !== key);
      } else if (key.privateKey && present && key.signsFrom < present.signsFrom) await keep({ ...key, privateKey: undefined });
    }
  };

  return {
    async sign(use, claims, { typ, now, expires, jku }) {
      const key = await ready(use, now);
      const until = new Date(Math.ceil(expires.getTime() / GRAIN) * GRAIN);
      if (until > key.signedUntil) await inTurn(async () => (until > current(keys, key).signedUntil ? keep({ ...current(keys, key), signedUntil: until }) : undefined));
      return new SignJWT(claims)
        .setProtectedHeader({ alg: ALGORITHMS[use], kid: key.kid, typ, ...(jku ? { jku } : {}) })
        .sign(await importJWK(key.privateKey as JWK, ALGORITHMS[use]));
    },
    async verify(use, token, { typ, now }) {
      const set = createLocalJWKSet({ keys: keys.filter((key) => key.use === use && isPublished(key, keys, now)).map(publicJwk) });
      try {
        const { payload, protectedHeader } = await compactVerify(token, set, { algorithms: [ALGORITHMS[use]] });
        return protectedHeader.typ === typ ? (JSON.parse(new TextDecoder().decode(payload)) as JWTPayload) : undefined;
      } catch {
        return undefined;
      }
    },
    async published(now) {
      for (const use of Object.keys(ALGORITHMS) as KeyUse[]) await ready(use, now);
      return { keys: keys.filter((key) => isPublished(key, keys, now)).map(publicJwk) };
    },
    rotate: (use, { now, compromised = false }) =>
      inTurn(async () => {
        const next = await newKey(use, compromised ? now : new Date(now.getTime() + PUBLISHED_AHEAD));
        if (compromised) for (const key of keys.filter((it) => it.use === use && !it.withdrawn)) await keep({ ...key, privateKey: undefined, withdrawn: now });
        await keep(next);
        await tidy(use, now);
        return next.kid;
      }),
  };
}

const current = (keys: readonly SigningKey[], { kid }: SigningKey): SigningKey => keys.find((key) => key.kid === kid) as SigningKey;

const publicJwk = ({ kid, use, publicKey }: SigningKey): JWK => ({ ...(publicKey as JWK), kid, alg: ALGORITHMS[use], use: 'sig' });

async function newKey(use: KeyUse, signsFrom: Date): Promise<SigningKey> {
  const pair = await generateKeyPair(ALGORITHMS[use], { extractable: true });
  const publicKey = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint(publicKey);
  return {
    kid,
    use,
    signsFrom,
    signedUntil: signsFrom,
    publicKey: publicKey as SigningKey['publicKey'],
    privateKey: (await exportJWK(pair.privateKey)) as SigningKey['privateKey'],
  };
}
