import { randomBytes, timingSafeEqual, createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILE = 'operator.key';

/**
 * The data folder's own key: whoever can read the folder is its operator. Made at the first start, readable by the
 * folder's owner only. The command line uses it to speak with a running node on the same machine.
 */
export async function operatorKey(dataFolder: string): Promise<string> {
  const path = join(dataFolder, FILE);
  try {
    await writeFile(path, `bt_${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return (await readFile(path, 'utf8')).trim();
}

/** Compares in constant time. */
export function sameKey(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
