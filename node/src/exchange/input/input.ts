import { DomainError } from '../../kernel/errors.ts';

/** One file of an input. It is read once, before the next is asked for; what is not read is passed over. */
export interface Entry {
  /** Relative to the input, with `/`. */
  path: string;
  size?: number;
  bytes(): AsyncIterable<Uint8Array>;
  /** The whole content, which must be valid UTF-8; a byte order mark is taken off. */
  text(): Promise<string>;
}

/** What an address leads to, opened. */
export interface Input {
  address: string;
  /** One file says nothing about what else its source holds; a folder or archive does. */
  shape: 'file' | 'folder';
  entries(): AsyncIterable<Entry>;
  /** Bytes taken in so far, of how many (as they lie or travel, compressed ones as such). */
  progress(): { read: number; total?: number };
}

/** Limits of what an address may deliver, so that no source can fill memory or run for ever. */
export interface InputLimits {
  /** Bytes in all, after decompression. */
  total: number;
  /** Bytes of one entry. */
  entry: number;
  entries: number;
  redirects: number;
  /** Milliseconds without an answer or a byte. */
  silence: number;
}

export const DEFAULT_LIMITS: InputLimits = { total: 2 * 2 ** 30, entry: 64 * 2 ** 20, entries: 1_000_000, redirects: 5, silence: 60_000 };

export const tooLarge = (what: string, limit: number) => new DomainError('too-large', `${what} is larger than ${limit} bytes, the limit for a harvest`);

const decoder = () => new TextDecoder('utf-8', { fatal: true });

/** An entry over a stream of bytes, held to its limit. */
export function entryOf(path: string, size: number | undefined, open: () => AsyncIterable<Uint8Array>, limits: InputLimits): Entry {
  async function* bytes() {
    if (size !== undefined && size > limits.entry) throw tooLarge(path, limits.entry);
    let read = 0;
    for await (const chunk of open()) {
      read += chunk.byteLength;
      if (read > limits.entry) throw tooLarge(path, limits.entry);
      yield chunk;
    }
  }
  return {
    path,
    size,
    bytes,
    async text() {
      const chunks: Uint8Array[] = [];
      for await (const chunk of bytes()) chunks.push(chunk);
      try {
        return decoder().decode(Buffer.concat(chunks));
      } catch (cause) {
        throw new DomainError('invalid', `${path} is no UTF-8 text`, { cause });
      }
    },
  };
}
