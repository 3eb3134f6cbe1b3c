import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SigningKey } from './signing-key.ts';

/** The keys' folder in the data folder: a file a key, readable by the folder's owner alone. */
export const keyFolder = (dataFolder: string): string => join(dataFolder, 'keys');

/** @throws where a file is no key: a damaged key is never passed over in silence. */
export async function readKeys(folder: string): Promise<SigningKey[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      try {
        return SigningKey.parse(JSON.parse(await readFile(path, 'utf8')));
      } catch (cause) {
        throw new Error(`The signing key ${path} cannot be read. Restore it from a backup, or remove it; what it signed can then no longer be checked.`, { cause });
      }
    }),
  );
}

/** Written whole or not at all. */
export async function writeKey(folder: string, key: SigningKey): Promise<void> {
  const path = join(folder, `${key.kid}.json`);
  await writeFile(`${path}.new`, `${JSON.stringify(key, undefined, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

export const removeKey = (folder: string, { kid }: SigningKey): Promise<void> => rm(join(folder, `${kid}.json`), { force: true });
