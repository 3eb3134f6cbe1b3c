import { Readable, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DomainError, reasonOf } from '../../kernel/errors.ts';

const GZIP = [0x1f, 0x8b];
/** So much of a text tells what it is. */
const HEAD = 64 * 2 ** 10;

async function* pieces(held: Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* held;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

async function peek(bytes: AsyncIterable<Uint8Array>, count: number): Promise<{ head: Buffer; whole: AsyncIterable<Uint8Array> }> {
  const iterator = bytes[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  for (let length = 0; length < count;) {
    const next = await iterator.next();
    if (next.done) break;
    held.push(next.value);
    length += next.value.byteLength;
  }
  return { head: Buffer.concat(held), whole: pieces(held, iterator) };
}

async function* gunzip(bytes: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  const out = createGunzip();
  pipeline(Readable.from(bytes, { objectMode: false }), out, () => undefined);
  let read = 0;
  try {
    for await (const chunk of out) {
      read += (chunk as Buffer).byteLength;
      if (read > limit) throw new DomainError('too-large', `is larger than ${limit} bytes once it is unzipped`);
      yield chunk as Buffer;
    }
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    throw new DomainError('invalid', `is cut off or damaged: ${reasonOf(cause)}`, { cause });
  }
}

/** What a text is, told by how it begins: the media type servers state is too often wrong. */
export type Shape = 'sitemap' | 'json' | 'html' | 'list';

function shapeOf(head: string): Shape {
  const text = head.replace(/^\uFEFF/, '').trimStart();
  if (/^[[{]/.test(text)) return 'json';
  if (/<(?:\w+:)?(urlset|sitemapindex)[\s>]/i.test(text) && !/<html[\s>]/i.test(text)) return 'sitemap';
  const [line = ''] = text.split(/\r?\n/);
  return /^https?:\/\/\S+$/i.test(line.trim()) ? 'list' : 'html';
}

/** A text as it came from a server or a file, unzipped if need be, and what it is. */
export async function contentOf(bytes: AsyncIterable<Uint8Array>, limit: number): Promise<{ shape: Shape; bytes: AsyncIterable<Uint8Array> }> {
  const outer = await peek(bytes, 2);
  const zipped = outer.head[0] === GZIP[0] && outer.head[1] === GZIP[1];
  const { head, whole } = await peek(zipped ? gunzip(outer.whole, limit) : outer.whole, HEAD);
  return { shape: shapeOf(head.subarray(0, HEAD).toString('utf8')), bytes: whole };
}

/** A text read whole, which must be UTF-8. */
export async function textOf(bytes: AsyncIterable<Uint8Array>, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let read = 0;
  for await (const chunk of bytes) {
    read += chunk.byteLength;
    if (read > limit) throw new DomainError('too-large', `is larger than ${limit} bytes`);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new DomainError('invalid', 'is no UTF-8 text', { cause });
  }
}
