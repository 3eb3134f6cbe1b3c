import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';

const FILE = 'provider.keys.json';

/** What the node's own provider signs with: ID tokens, its cookies, and the portal's proof that it is the portal. */
export interface ProviderKeys {
  signing: JWK[];
  cookies: string[];
  portalSecret: string;
}

/** The provider's keys, in the data folder, readable by its owner alone; made at the first start, kept after. */
export async function providerKeys(dataFolder: string): Promise<ProviderKeys> {
  const path = join(dataFolder, FILE);
  try {
    await writeFile(path, JSON.stringify(await newKeys()), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return JSON.parse(await readFile(path, 'utf8')) as ProviderKeys;
}

async function newKeys(): Promise<ProviderKeys> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const random = () => randomBytes(32).toString('base64url');
  return { signing: [{ ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: randomBytes(8).toString('hex') }], cookies: [random()], portalSecret: random() };
}
