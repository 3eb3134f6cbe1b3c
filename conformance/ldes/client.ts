import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { NotRun } from '../standard.ts';
import { CLIENT } from './sources.ts';

const CACHE = new URL('../../node_modules/.cache/biotope-conformance/ldes-client', import.meta.url).pathname;
const PATIENCE = 300_000;

async function isThere(): Promise<boolean> {
  const lock = join(CACHE, 'node_modules', '.package-lock.json');
  if (!existsSync(lock)) return false;
  const { packages } = JSON.parse(await readFile(lock, 'utf8')) as { packages: Record<string, { integrity?: string }> };
  return packages[`node_modules/${CLIENT.name}`]?.integrity === CLIENT.integrity;
}

/** The address of the client's module: from the cache, else installed there by npm, without running any script of it. */
export async function clientModule(): Promise<string> {
  if (!(await isThere())) {
    await mkdir(CACHE, { recursive: true });
    await writeFile(join(CACHE, 'package.json'), JSON.stringify({ name: 'client', private: true }));
    const words = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', `${CLIENT.name}@${CLIENT.version}`];
    const npm = process.env['npm_execpath'];
    const [program, before] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
    await promisify(execFile)(program, [...before, ...words], { cwd: CACHE, timeout: PATIENCE, maxBuffer: 16 * 2 ** 20 }).catch((error: unknown) => {
      throw new NotRun(`${CLIENT.name} ${CLIENT.version} could not be installed from npm: ${String((error as Error).message).split('\n')[0]}`);
    });
    if (!(await isThere())) throw new NotRun(`${CLIENT.name} ${CLIENT.version} as npm has it is not the one that is pinned (${CLIENT.integrity})`);
  }
  return pathToFileURL(join(CACHE, 'node_modules', CLIENT.name, 'dist/lib/client.js')).href;
}
