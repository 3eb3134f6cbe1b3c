import { Readable, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { DomainError, reasonOf } from '../../kernel/errors.ts';
import { tooLarge } from '../../kernel/web/limits.ts';
import { entryOf, type Entry, type Input, type InputLimits } from './input.ts';

const BLOCK = 512;
const isGzip = (head: Uint8Array) => head[0] === 0x1f && head[1] === 0x8b;
const isTar = (head: Uint8Array) => Buffer.from(head.subarray(257, 262)).toString('latin1') === 'ustar';

/** The first bytes of a stream (at least `count`, or all there are) and the stream as if they had not been read. */
async function peek(bytes: AsyncIterable<Uint8Array>, count: number): Promise<{ head: Uint8Array; whole: AsyncGenerator<Uint8Array> }> {
  const iterator = bytes[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  let length = 0;
  while (length < count) {
    const next = await iterator.next();
    if (next.done) break;
    held.push(next.value);
    length += next.value.byteLength;
  }
  async function* whole() {
    try {
      yield* held;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { head: Buffer.concat(held), whole: whole() };
}

async function* gunzip(name: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const out = createGunzip();
  pipeline(Readable.from(bytes, { objectMode: false }), out, () => undefined);
  try {
    for await (const chunk of out) yield chunk as Buffer;
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    throw new DomainError('invalid', `${name} is cut off or damaged: ${reasonOf(cause)}`, { cause });
  }
}

async function* limited(name: string, bytes: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  let read = 0;
  for await (const chunk of bytes) {
    read += chunk.byteLength;
    if (read > limit) throw tooLarge(name, limit);
    yield chunk;
  }
}

/** Nothing is ever written to disk under an archive's names, so such a name is harmless; it is still passed over. */
const leadsOutside = (path: string) => path.startsWith('/') || /^[a-z]:/i.test(path) || path.split(/[/\\]/).includes('..');

async function* untar(name: string, bytes: AsyncIterable<Uint8Array>, limits: InputLimits, say: (text: string) => void): AsyncGenerator<Entry> {
  const tar = extract();
  pipeline(Readable.from(bytes, { objectMode: false }), tar, () => undefined);
  let count = 0;
  try {
    for await (const entry of tar) {
      const path = entry.header.name.replace(/^\.\//, '');
      if (++count > limits.entries) throw new DomainError('too-large', `${name} holds more than ${limits.entries} entries`);
      if (leadsOutside(path)) say(`${name}: the entry "${path}" has a name that leads outside the archive and was passed over`);
      else if (entry.header.type === 'file' || entry.header.type === 'contiguous-file') {
        yield entryOf(path, entry.header.size ?? undefined, () => entry as AsyncIterable<Buffer>, limits);
      }
      entry.resume();
    }
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    throw new DomainError('invalid', `${name} is cut off or damaged: ${reasonOf(cause)}`, { cause });
  }
}

/**
 * What a file holds, told by its first bytes and not by its name: an archive's entries (tar, gzipped or not), or itself
 * (unzipped if need be).
 */
export async function unpack(
  name: string,
  size: number | undefined,
  bytes: AsyncIterable<Uint8Array>,
  limits: InputLimits,
  say: (text: string) => void,
  from: Pick<Entry, 'url' | 'mediaType'> = {},
): Promise<Pick<Input, 'shape' | 'entries'>> {
  const outer = await peek(bytes, BLOCK);
  const zipped = isGzip(outer.head);
  const inner = zipped ? await peek(gunzip(name, outer.whole), BLOCK) : outer;
  const whole = limited(name, inner.whole, limits.total);
  if (isTar(inner.head)) return { shape: 'folder', entries: () => untar(name, whole, limits, say) };
  async function* itself() {
    const { url, mediaType } = from;
    yield { ...entryOf(zipped ? name.replace(/\.gz$/i, '') : name, zipped ? undefined : size, () => whole, limits), url, mediaType };
  }
  return { shape: 'file', entries: itself };
}
