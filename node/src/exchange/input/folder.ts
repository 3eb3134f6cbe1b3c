import { createReadStream } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DomainError, invalid } from '../../kernel/errors.ts';
import type { Web } from '../../kernel/web/web.ts';
import { unpack } from './archive.ts';
import { entryOf, type Entry, type Input, type InputLimits } from './input.ts';

/** Up to this size a file is read in one piece, and some ahead: opening thousands of small ones is mostly waiting. */
const SMALL = 2 ** 20;
const AHEAD = 8;

interface Found {
  path: string;
  at: string;
  size: number;
}

/** The files below a folder in order of their paths; names that begin with a dot are passed over, loops cannot occur. */
async function filesBelow(root: string, limits: InputLimits): Promise<Found[]> {
  const found: Found[] = [];
  const walk = async (prefix: string): Promise<void> => {
    for (const item of await readdir(join(root, prefix), { withFileTypes: true })) {
      if (item.name.startsWith('.')) continue;
      const path = prefix ? `${prefix}/${item.name}` : item.name;
      if (item.isDirectory()) await walk(path);
      else if (item.isFile() || item.isSymbolicLink()) {
        const at = join(root, path);
        const about = await stat(at).catch(() => undefined);
        if (about?.isFile()) found.push({ path, at, size: about.size });
        if (found.length > limits.entries) throw invalid(`${root} holds more than ${limits.entries} files`);
      }
    }
  };
  await walk('');
  return found.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** Opens a folder, a file or an archive on this machine. */
export async function openPath(path: string, limits: InputLimits, web: Web, say: (text: string) => void): Promise<Input> {
  const about = await stat(path).catch((cause: unknown) => {
    throw new DomainError('not-found', `${path}: no such file or folder can be read here`, { cause });
  });
  let read = 0;
  const open = async function* (at: string): AsyncGenerator<Uint8Array> {
    for await (const chunk of createReadStream(at)) {
      read += (chunk as Buffer).byteLength;
      yield chunk as Buffer;
    }
  };
  if (about.isFile()) {
    const opened = await unpack(basename(path), about.size, open(path), limits, say);
    return { address: path, web, ...opened, progress: () => ({ read, total: about.size }) };
  }
  if (!about.isDirectory()) throw invalid(`${path} is neither a file nor a folder`);
  const files = await filesBelow(path, limits);
  const total = files.reduce((sum, file) => sum + file.size, 0);
  async function* entries(): AsyncGenerator<Entry> {
    let passed = 0;
    const ahead = new Map<string, Promise<Buffer>>();
    const fetchAhead = (place: number) => {
      for (const file of files.slice(place, place + AHEAD)) {
        if (file.size > SMALL || ahead.has(file.at)) continue;
        const content = readFile(file.at);
        content.catch(() => undefined);
        ahead.set(file.at, content);
      }
    };
    const small = async function* (file: Found): AsyncGenerator<Uint8Array> {
      yield await (ahead.get(file.at) ?? readFile(file.at));
    };
    for (const [place, file] of files.entries()) {
      fetchAhead(place);
      yield entryOf(file.path, file.size, () => (file.size > SMALL ? open(file.at) : small(file)), limits);
      ahead.delete(file.at);
      passed += file.size;
      read = passed;
    }
  }
  return { address: path, web, shape: 'folder', entries, progress: () => ({ read, total }) };
}
