import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { NotRun } from './standard.ts';

/** A file of a standard's owner: never kept in this repository, known by its sum. */
export interface OfficialFile {
  name: string;
  /** Of one revision, so that it never changes. */
  address: string;
  sha256: string;
}

const SPECS = process.env['BIOTOPE_SPECS'] ?? new URL('../../shared/specs', import.meta.url).pathname;
const CACHE = new URL('../node_modules/.cache/biotope-conformance', import.meta.url).pathname;
const PATIENCE = 30_000;

const sumOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

/**
 * The files of a standard by name: from its folder in `BIOTOPE_SPECS` (beside the repository where that is not set), from
 * the cache, or from their official addresses. A file whose sum is another than the pinned one is not used.
 */
export async function officialFiles(folder: string, files: readonly OfficialFile[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const file of files) found.set(file.name, (await contentOf(folder, file)).toString());
  return found;
}

async function contentOf(folder: string, file: OfficialFile): Promise<Buffer> {
  const given = join(SPECS, folder, file.name);
  if (existsSync(given)) {
    const content = await readFile(given);
    if (sumOf(content) === file.sha256) return content;
    throw new NotRun(`${given} is not the file that is pinned (SHA-256 ${file.sha256})`);
  }
  const cached = join(CACHE, folder, file.name);
  if (existsSync(cached)) {
    const content = await readFile(cached);
    if (sumOf(content) === file.sha256) return content;
  }
  const content = await fetched(file);
  await mkdir(dirname(cached), { recursive: true });
  await writeFile(cached, content);
  return content;
}

async function fetched({ name, address, sha256 }: OfficialFile): Promise<Buffer> {
  const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) }).catch((error: unknown) => {
    throw new NotRun(`${name} lies neither in BIOTOPE_SPECS (${SPECS}) nor can it be fetched from ${address}: ${String((error as { cause?: Error }).cause?.message ?? error)}`);
  });
  if (!answer.ok) throw new NotRun(`${name} lies not in BIOTOPE_SPECS (${SPECS}), and ${address} answers ${answer.status}`);
  const content = Buffer.from(await answer.arrayBuffer());
  if (sumOf(content) !== sha256) throw new NotRun(`${address} is no longer the file that is pinned (SHA-256 ${sha256})`);
  return content;
}
