import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RESOURCE_ID } from '../../kernel/identifiers.ts';
import type { CommandContext } from './main.ts';

interface Options {
  output?: string;
  resource?: string;
  category?: string;
}

const SHOWN_EVERY = 250;

/**
 * Writes the catalogue, all of a category or one resource in a standard, to a file or to standard output. A file is there
 * whole or not at all.
 */
export async function exportDocument({ door, json, answer }: CommandContext, format: string, given: string): Promise<number> {
  const { output, resource, category } = JSON.parse(given) as Options;
  if (json && !output) {
    process.stderr.write('With --json the document needs a place of its own: --output <file>.\n');
    return 2;
  }
  const id = resource && !RESOURCE_ID.test(resource) ? await named(door, resource) : resource;
  if (id === null) {
    process.stderr.write(`There is no resource "${resource}" here.\n`);
    return 1;
  }
  const query = new URLSearchParams({ format, ...(category && !id ? { category } : {}) });
  const begun = performance.now();
  const pieces = await door.stream(id ? `/r/${id}?${query}` : `/catalog?${query}`);
  const path = output && resolve(output);
  let bytes: number;
  if (path) {
    try {
      bytes = await writeTo(createWriteStream(`${path}.part`), pieces, { shown: process.stderr.isTTY });
      await rename(`${path}.part`, path);
    } catch (error) {
      await rm(`${path}.part`, { force: true });
      throw error;
    }
  } else bytes = await writeTo(process.stdout, pieces, { shown: process.stderr.isTTY && !process.stdout.isTTY });
  const seconds = (performance.now() - begun) / 1_000;
  if (path) answer({ format, file: path, bytes, seconds }, () => `${path}: ${inMegabytes(bytes)} in ${seconds.toFixed(1)} s`);
  return 0;
}

async function named(door: CommandContext['door'], name: string): Promise<string | null> {
  const { items } = await door.call<{ items: string[] }>('GET', `/api/v1/names?${new URLSearchParams({ name })}`);
  return items[0] ?? null;
}

async function writeTo(target: Writable, pieces: AsyncIterable<Uint8Array>, { shown }: { shown: boolean }): Promise<number> {
  let bytes = 0;
  let last = 0;
  async function* counted() {
    for await (const piece of pieces) {
      bytes += piece.length;
      if (shown && performance.now() - last > SHOWN_EVERY) {
        last = performance.now();
        process.stderr.write(`\r\u001b[K${inMegabytes(bytes)}`);
      }
      yield piece;
    }
  }
  try {
    await pipeline(counted(), target, { end: target !== process.stdout });
  } catch (error) {
    // Whoever reads no further (`| head`) wants no more.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
  if (shown) process.stderr.write('\r\u001b[K');
  return bytes;
}

const inMegabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
