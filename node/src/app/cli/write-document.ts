import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const SHOWN_EVERY = 250;

/** Writes a document to a file, which is then there whole or not at all, or to standard output; shows how far it is where somebody looks. */
export async function writeDocument(pieces: AsyncIterable<Uint8Array>, output: string | undefined): Promise<{ path: string | undefined; bytes: number }> {
  const path = output && resolve(output);
  if (!path) return { path: undefined, bytes: await writeTo(process.stdout, pieces, { shown: process.stderr.isTTY && !process.stdout.isTTY }) };
  try {
    const bytes = await writeTo(createWriteStream(`${path}.part`), pieces, { shown: process.stderr.isTTY });
    await rename(`${path}.part`, path);
    return { path, bytes };
  } catch (error) {
    await rm(`${path}.part`, { force: true });
    throw error;
  }
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

export const inMegabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
