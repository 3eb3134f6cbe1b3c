import type { IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { DomainError, forbidden, invalid, notFound } from '../errors.ts';
import { portOf } from './allowed-hosts.ts';
import { ask, bodyOf, failed, retryAfter } from './ask.ts';
import { tooLarge, WEB_LIMITS, type WebLimits } from './limits.ts';
import { openReach, type ReachOptions } from './reach.ts';
import { inTurn } from './turns.ts';
import type { Web, WebDocument, WebRequest } from './web.ts';

/** What a server said of a file's state, to be asked again with. */
export interface Validators {
  etag?: string | undefined;
  lastModified?: string | undefined;
}

/** A file, to be read as it comes. */
export interface WebAnswer {
  /** Where it came from at last, redirects followed. */
  url: string;
  /** Without parameters, in lower case; empty where the server states none. */
  mediaType: string;
  /** Absent: the file has not changed since the validators were given. */
  body?: AsyncIterable<Uint8Array>;
  size?: number | undefined;
  validators: Validators;
}

export interface WebOptions extends ReachOptions {
  userAgent: string;
  limits?: Partial<WebLimits> | undefined;
  /** Milliseconds between two questions to one host; private hosts that were allowed are not spared. */
  gap?: number | undefined;
  signal?: AbortSignal | undefined;
}

export interface OpenWeb extends Web {
  /** Asks for a file that is read piece by piece; its redirects may lead to any public host. */
  open(url: string, request?: WebRequest & { known?: Validators | undefined }): Promise<WebAnswer>;
  /** Bytes taken in so far. */
  taken(): number;
}

const REDIRECTS = [301, 302, 303, 307, 308];
const unzip = promisify(gunzip);

const mediaTypeOf = (answer: IncomingMessage): string => (answer.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();

/** Opens a way to the web that keeps to the rules of {@link Web}. */
export function openWeb(options: WebOptions): OpenWeb {
  const { signal, gap = 0, userAgent } = options;
  const limits = { ...WEB_LIMITS, ...options.limits };
  const reach = openReach(options);
  let taken = 0;
  const count = (bytes: number) => {
    taken += bytes;
    if (taken > limits.total) throw tooLarge('What the source sends in all', limits.total);
  };

  /** Where a redirect leads, if it may be followed: never out of encryption, never where this way may not go. */
  const redirected = (from: URL, answer: IncomingMessage, adopts: boolean): URL => {
    const location = answer.headers.location ?? '';
    const to = URL.parse(location, from.href);
    if (!to || !/^https?:$/.test(to.protocol)) throw failed(from.href, `is redirected to "${location}", which is no web address`);
    if (from.protocol === 'https:' && to.protocol === 'http:') throw forbidden(`${from.href} is redirected from https to ${to.href}, which is not encrypted`);
    if (adopts) reach.adopt(to);
    else if (!reach.mayReach(to)) throw forbidden(`${from.href} is redirected to ${to.host}, which may not be reached from here. ${options.howToAllow(to.host)}`);
    return to;
  };

  /** Asks until there is an answer that is neither a redirect nor a plea for patience, and hands that on within the host's turn. */
  const request = async <T extends object>(
    address: string,
    headers: Record<string, string>,
    adopts: boolean,
    take: (url: URL, answer: IncomingMessage) => Promise<T>,
  ): Promise<T> => {
    if (!URL.canParse(address)) throw invalid(`${address} is no web address`);
    let url = new URL(address);
    url.hash = '';
    for (let hops = 0; ; hops++) {
      if (hops > limits.redirects) throw failed(address, `more than ${limits.redirects} redirects`);
      const { addresses, inside } = await reach.addressesOf(url);
      const here = url;
      const outcome = await inTurn<{ taken: T } | { next: URL }>(`${here.hostname}:${portOf(here)}`, inside ? 0 : gap, signal, async () => {
        for (let attempt = 0; ; attempt++) {
          const answer = await ask({ url: here, addresses, method: 'GET', headers, limits, signal });
          const status = answer.statusCode ?? 0;
          if (status === 429 || status === 503) {
            answer.destroy();
            const pause = retryAfter(answer) ?? 1_000 * 2 ** attempt;
            if (attempt >= limits.retries || pause > limits.patience)
              throw failed(here.href, `the server answers ${status} and asks to be left alone for ${Math.ceil(pause / 1000)} s`);
            await wait(pause, undefined, { signal });
            continue;
          }
          if (!REDIRECTS.includes(status)) return { taken: await take(here, answer) };
          answer.destroy();
          return { next: redirected(here, answer, adopts) };
        }
      });
      if ('taken' in outcome) return outcome.taken;
      url = outcome.next;
    }
  };

  const refuse = (url: URL, answer: IncomingMessage): never => {
    answer.destroy();
    const said = `${url.href}: the server answers ${answer.statusCode} ${answer.statusMessage ?? ''}`.trimEnd();
    throw answer.statusCode === 404 || answer.statusCode === 410 ? notFound(said) : new DomainError('unavailable', said);
  };
  const sizeOf = (url: URL, answer: IncomingMessage, limit: number): number | undefined => {
    const announced = answer.headers['content-length'];
    const size = announced === undefined ? undefined : Number(announced);
    if (size === undefined || size <= limit) return size;
    answer.destroy();
    throw tooLarge(url.href, limit);
  };
  const zipped = (url: URL, answer: IncomingMessage): boolean => {
    const encoding = answer.headers['content-encoding'] ?? 'identity';
    if (encoding === 'identity' || encoding === '') return false;
    if (/^(x-)?gzip$/.test(encoding)) return true;
    answer.destroy();
    throw failed(url.href, `is sent in the unknown encoding "${encoding}"`);
  };
  const headers = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': userAgent };

  return {
    taken: () => taken,
    mayReach: (url) => URL.canParse(url) && reach.mayReach(new URL(url)),
    open: (address, { accept, known = {} } = {}) => {
      const conditions = { ...(known.etag ? { 'if-none-match': known.etag } : {}), ...(known.lastModified ? { 'if-modified-since': known.lastModified } : {}) };
      return request<WebAnswer>(address, { ...headers, ...(accept ? { accept } : {}), ...conditions }, true, async (url, answer) => {
        const said = { url: url.href, mediaType: mediaTypeOf(answer), validators: { etag: answer.headers.etag, lastModified: answer.headers['last-modified'] } };
        if (answer.statusCode === 304) {
          answer.destroy();
          return said;
        }
        if (answer.statusCode !== 200) refuse(url, answer);
        zipped(url, answer);
        const size = sizeOf(url, answer, limits.total);
        return { ...said, size, body: bodyOf(url, answer, { size, limit: limits.total, count }, limits) };
      });
    },
    get: (address, { accept } = {}) =>
      request<WebDocument>(address, { ...headers, ...(accept ? { accept } : {}) }, options.own.includes(address), async (url, answer) => {
        if (answer.statusCode !== 200) refuse(url, answer);
        const packed = zipped(url, answer);
        const size = sizeOf(url, answer, limits.entry);
        const pieces: Uint8Array[] = [];
        for await (const piece of bodyOf(url, answer, { size, limit: limits.entry, count }, limits)) pieces.push(piece);
        const sent = Buffer.concat(pieces);
        return documentOf(url, mediaTypeOf(answer), packed ? await unpacked(url, sent, limits.entry) : sent);
      }),
  };
}

async function unpacked(url: URL, sent: Buffer, limit: number): Promise<Buffer> {
  return unzip(sent, { maxOutputLength: limit }).catch((cause: unknown) => {
    if ((cause as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(url.href, limit);
    throw failed(url.href, 'is cut off or damaged', cause);
  });
}

function documentOf(url: URL, mediaType: string, content: Uint8Array): WebDocument {
  return {
    url: url.href,
    mediaType,
    async *bytes() {
      yield content;
    },
    async text() {
      try {
        return new TextDecoder('utf-8', { fatal: true }).decode(content);
      } catch (cause) {
        throw new DomainError('invalid', `${url.href} is no UTF-8 text`, { cause });
      }
    },
  };
}
