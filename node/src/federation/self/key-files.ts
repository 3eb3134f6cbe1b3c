import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { KeyLog, PublicKey } from './key-log.ts';

/** The node's key in the data folder; and the recovery key, in a file of its own so that it can be kept elsewhere. */
export const NODE_KEY = 'node-key.json';
export const RECOVERY_KEY = 'node-recovery.json';

const PrivateKey = z.strictObject({ ...PublicKey.shape, d: z.string().regex(/^[\w-]{43}$/) });
export type PrivateKey = z.infer<typeof PrivateKey>;

const NodeKeyFile = z.strictObject({ log: KeyLog, privateKey: PrivateKey });
export type NodeKeyFile = z.infer<typeof NodeKeyFile>;

/** The present recovery key; beside it the next one for the moment in which the log goes over to it. */
const RecoveryFile = z.strictObject({ keys: z.array(PrivateKey).min(1).max(2) });
export type RecoveryFile = z.infer<typeof RecoveryFile>;

/** @throws where the file is there and cannot be read: a node must not become another one because its key is damaged. */
export const readNodeKey = (dataFolder: string): Promise<NodeKeyFile | undefined> =>
  readJson(
    dataFolder,
    NODE_KEY,
    NodeKeyFile,
    'Restore it from a backup: it is what this node is known by. Without it the node becomes another one to all others; to begin so, move the file away.',
  );

export const readRecoveryKey = (dataFolder: string): Promise<RecoveryFile | undefined> =>
  readJson(dataFolder, RECOVERY_KEY, RecoveryFile, 'Restore it from wherever it was kept; without it a key that became known cannot be revoked.');

export const writeNodeKey = (dataFolder: string, file: NodeKeyFile) => writeWhole(join(dataFolder, NODE_KEY), file);
export const writeRecoveryKey = (dataFolder: string, file: RecoveryFile) => writeWhole(join(dataFolder, RECOVERY_KEY), file);

async function readJson<T>(folder: string, name: string, schema: z.ZodType<T>, remedy: string): Promise<T | undefined> {
  const path = join(folder, name);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    // What could not be read may hold the private key: no part of it belongs into a message or a log.
    throw new Error(`The key ${path} cannot be read. ${remedy}`);
  }
}

/** On disk whole or not at all, for the folder's owner alone. */
async function writeWhole(path: string, value: object): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(value, undefined, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}
