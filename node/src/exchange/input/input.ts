import { DomainError } from '../../kernel/errors.ts';
import { tooLarge, WEB_LIMITS, type WebLimits } from '../../kernel/web/limits.ts';
import type { Web } from '../../kernel/web/web.ts';

/** One file of an input. It is read once, before the next is asked for; what is not read is passed over. */
export interface Entry {
  /** Relative to the input, with `/`. */
  path: string;
  size?: number;
  /** Where it lies on the web, redirects followed, and the media type its server states. */
  url?: string;
  mediaType?: string;
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
  /** The only way to what the text itself leads to: its own host, where it has one, and those the operator allowed. */
  web: Web;
}

/** Limits of what an address may deliver, so that no source can fill memory or run for ever. */
export interface InputLimits extends WebLimits {
  /** Files of a folder or archive. */
  entries: number;
}

export const DEFAULT_LIMITS: InputLimits = { ...WEB_LIMITS, entries: 1_000_000 };

const decoder = () => new TextDecoder('utf-8', { fatal: true });

/** An entry over a stream of bytes, held to its limits: one read whole may be as large as an entry, one read in pieces as large as all. */
export function entryOf(path: string, size: number | undefined, open: () => AsyncIterable<Uint8Array>, limits: InputLimits): Entry {
  async function* within(limit: number) {
    if (size !== undefined && size > limit) throw tooLarge(path, limit);
    let read = 0;
    for await (const chunk of open()) {
      read += chunk.byteLength;
      if (read > limit) throw tooLarge(path, limit);
      yield chunk;
    }
  }
  return {
    path,
    size,
    bytes: () => within(limits.total),
    async text() {
      const chunks: Uint8Array[] = [];
      for await (const chunk of within(limits.entry)) chunks.push(chunk);
      try {
        return decoder().decode(Buffer.concat(chunks));
      } catch (cause) {
        throw new DomainError('invalid', `${path} is no UTF-8 text`, { cause });
      }
    },
  };
}
