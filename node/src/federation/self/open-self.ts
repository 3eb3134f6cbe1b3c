import { calculateJwkThumbprint, importJWK, type CryptoKey } from 'jose';
import { conflict, notFound, unavailable } from '../../kernel/errors.ts';
import { canonicalJson } from '../../kernel/identifiers.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import { makeNodeKey, signDetached, type Signed, type Signer } from '../signature.ts';
import { NODE_KEY, readNodeKey, readRecoveryKey, RECOVERY_KEY, writeNodeKey, writeRecoveryKey, type NodeKeyFile, type PrivateKey } from './key-files.ts';
import { digestOfKey, digestOfStatement, readKeyLog, type KeyLog, type KeyStatement, type KnownKeys, type PublicKey } from './key-log.ts';
import type { SelfDescription, SignedDescription } from './self-description.ts';

/** Who this node is: it signs, and says what it is. */
export interface Self extends Signer {
  /** Thumbprint of the key that signs now. */
  readonly kid: string;
  readonly url: string;
  readonly name: LanguageMap;
  /** The statements that made its keys. */
  readonly keys: KeyLog;
  /** Signs bytes, such as the base of an HTTP signature. */
  signBytes(bytes: Uint8Array): Promise<Uint8Array>;
  /** The public key behind a thumbprint; undefined where it is revoked or none of this node's. */
  keyOf(kid: string): CryptoKey | undefined;
  document(now: Date): Promise<SignedDescription>;
  /** Makes the next key: it signs from now on, and what the present one signed holds. Returns its thumbprint. */
  rotate(now: Date): Promise<string>;
  /** Takes a key back with all it signed, by the recovery key, which is replaced as well. Returns the thumbprint of the next key. */
  revoke(kid: string, now: Date): Promise<string>;
  /** Whether the recovery key lies in the data folder and is the right one. */
  canRevoke(): Promise<boolean>;
  /** Tells of each change of the keys, after it. */
  onChange(listener: (change: 'rotated' | 'revoked') => void): void;
}

export interface SelfOptions {
  dataFolder: string;
  /** This node's public address, without trailing slash. */
  url: string;
  node: { name: LanguageMap; description: LanguageMap; organisation?: { name: LanguageMap; url?: string | undefined } | undefined; contact?: string | undefined };
  version: string;
  /** The hubs the node belongs to now. */
  hubs?: ((now: Date) => Promise<SelfDescription['hubs']>) | undefined;
  now?: Date | undefined;
}

interface Keys {
  file: NodeKeyFile;
  known: KnownKeys;
  privateKey: CryptoKey;
}

/** Opens the node's keys in its data folder; makes them where there are none. */
export async function openSelf({ dataFolder, url, node, version, hubs = async () => [], now = new Date() }: SelfOptions): Promise<Self> {
  const path = `${dataFolder}/${NODE_KEY}`;
  const stored = await readNodeKey(dataFolder);
  let keys = await opened(stored ?? (await firstKeys(dataFolder, now)), path);
  const listeners: ((change: 'rotated' | 'revoked') => void)[] = [];
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(change: () => Promise<T>): Promise<T> => {
    const mine = turn.then(change);
    turn = mine.catch(() => {});
    return mine;
  };
  const signer = () => ({ kid: keys.known.present, privateKey: keys.privateKey });
  const previous = () => digestOfStatement((keys.file.log.at(-1) as Signed<KeyStatement>).value);
  const keep = async (log: KeyLog, privateKey: PrivateKey) => {
    const next = await opened({ log, privateKey }, path);
    await writeNodeKey(dataFolder, next.file);
    keys = next;
    return next.known.present;
  };
  const tell = (change: 'rotated' | 'revoked') => {
    for (const listener of listeners) listener(change);
  };

  return {
    id: keys.known.node,
    url,
    name: node.name,
    get kid() {
      return keys.known.present;
    },
    get keys() {
      return keys.file.log;
    },
    sign: (canonical) => signDetached(signer(), canonical),
    signBytes: async (bytes) => new Uint8Array(await crypto.subtle.sign('Ed25519', keys.privateKey, new Uint8Array(bytes))),
    keyOf: (kid) => keys.known.keys.get(kid),
    async document(at) {
      const value: SelfDescription = {
        id: keys.known.node,
        name: node.name,
        description: node.description,
        url,
        ...(node.organisation ? { organisation: withoutGaps(node.organisation) } : {}),
        ...(node.contact ? { contact: node.contact } : {}),
        software: { name: 'biotope', version },
        keys: keys.file.log,
        feeds: [
          { audience: 'public', url: `${url}/feed` },
          { audience: 'group', url: `${url}/feed/group` },
        ],
        hubs: await hubs(at),
        at: at.toISOString(),
      };
      return { value, jws: await signDetached(signer(), canonicalJson(value)) };
    },
    rotate: (at) =>
      inTurn(async () => {
        const next = await makeNodeKey();
        const value: KeyStatement = { type: 'rotation', previous: previous(), key: publicPart(next.exported), at: at.toISOString() };
        const kid = await keep([...keys.file.log, { value, jws: await signDetached(signer(), canonicalJson(value)) }], next.exported as PrivateKey);
        tell('rotated');
        return kid;
      }),
    revoke: (revoked, at) =>
      inTurn(async () => {
        if (!keys.known.keys.has(revoked)) throw notFound(`${revoked} is no key of this node whose signatures count.`);
        const recovery = await recoveryKey(dataFolder, keys.known.recovery);
        const [next, nextRecovery] = [await makeNodeKey(), await makeNodeKey()];
        const value: KeyStatement = {
          type: 'revocation',
          previous: previous(),
          revokes: [revoked],
          key: publicPart(next.exported),
          recoveryKey: publicPart(recovery),
          recovery: digestOfKey(publicPart(nextRecovery.exported)),
          at: at.toISOString(),
        };
        const signing = { kid: await calculateJwkThumbprint(publicPart(recovery)), privateKey: (await importJWK(recovery, 'EdDSA')) as CryptoKey };
        const jws = await signDetached(signing, canonicalJson(value));
        // Both recovery keys lie in the file while the log goes over from one to the other, wherever it is cut off.
        await writeRecoveryKey(dataFolder, { keys: [recovery, nextRecovery.exported as PrivateKey] });
        const kid = await keep([...keys.file.log, { value, jws }], next.exported as PrivateKey);
        await writeRecoveryKey(dataFolder, { keys: [nextRecovery.exported as PrivateKey] });
        tell('revoked');
        return kid;
      }),
    canRevoke: () =>
      recoveryKey(dataFolder, keys.known.recovery).then(
        () => true,
        () => false,
      ),
    onChange: (listener) => void listeners.push(listener),
  };
}

async function firstKeys(dataFolder: string, now: Date): Promise<NodeKeyFile> {
  const key = await makeNodeKey();
  // A recovery key that lies there is never written over: it may be all that is left of a node.
  const recovery = (await readRecoveryKey(dataFolder))?.keys[0] ?? ((await makeNodeKey()).exported as PrivateKey);
  const value: KeyStatement = { type: 'genesis', key: publicPart(key.exported), recovery: digestOfKey(publicPart(recovery)), at: now.toISOString() };
  const file: NodeKeyFile = { log: [{ value, jws: await signDetached(key, canonicalJson(value)) }], privateKey: key.exported as PrivateKey };
  await writeRecoveryKey(dataFolder, { keys: [recovery] });
  await writeNodeKey(dataFolder, file);
  return file;
}

async function opened(file: NodeKeyFile, path: string): Promise<Keys> {
  const known = await readKeyLog(file.log).catch((cause: unknown) => {
    throw new Error(`The key ${path} cannot be used: its statements do not hold. Restore it from a backup.`, { cause });
  });
  if ((await calculateJwkThumbprint(publicPart(file.privateKey))) !== known.present)
    throw new Error(`The key ${path} cannot be used: its private part is not that of the key its statements end with. Restore it from a backup.`);
  return { file, known, privateKey: (await importJWK(file.privateKey, 'EdDSA')) as CryptoKey };
}

async function recoveryKey(dataFolder: string, digest: string): Promise<PrivateKey> {
  const path = `${dataFolder}/${RECOVERY_KEY}`;
  const file = await readRecoveryKey(dataFolder);
  if (!file) throw unavailable(`The recovery key ${path} is not there. Put it back from wherever it is kept, revoke, and take it away again.`);
  const fitting = file.keys.find((key) => digestOfKey(publicPart(key)) === digest);
  if (!fitting) throw conflict(`The recovery key ${path} is not the one this node's keys name, so nobody would believe what it signs. Put the right one there.`);
  return fitting;
}

const publicPart = ({ kty, crv, x }: { kty?: string | undefined; crv?: string | undefined; x?: string | undefined }): PublicKey => ({ kty, crv, x }) as PublicKey;

/** Canonical JSON leaves undefined out; so does what is handed out. */
const withoutGaps = <T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
