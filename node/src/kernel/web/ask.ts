import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { DomainError, reasonOf } from '../errors.ts';
import { tooLarge, type WebLimits } from './limits.ts';
import type { HostAddress } from './reach.ts';

export const failed = (url: string, what: string, cause?: unknown) => new DomainError('unavailable', `${url}: ${what}`, { cause });

export interface Question {
  url: URL;
  /** Checked addresses of the host: the connection is made to one of these. */
  addresses: HostAddress[];
  method: 'GET' | 'HEAD';
  headers: Record<string, string>;
  limits: WebLimits;
  signal: AbortSignal | undefined;
}

const silent = (url: URL, limits: WebLimits) => failed(url.href, `no answer and no byte for ${limits.silence / 1000} s`);

/** One request, up to the head of its answer. */
export function ask({ url, addresses, method, headers, limits, signal }: Question): Promise<IncomingMessage> {
  const lookup: LookupFunction = (_host, options, done) => (options.all ? done(null, addresses) : done(null, addresses[0]!.address, addresses[0]!.family));
  return new Promise((answer, fail) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, { method, headers, lookup, signal, agent: false });
    const timer = setTimeout(() => request.destroy(silent(url, limits)), limits.silence);
    request.on('response', (response) => {
      clearTimeout(timer);
      answer(response);
    });
    request.on('error', (cause) => {
      clearTimeout(timer);
      fail(cause instanceof DomainError ? cause : failed(url.href, reasonOf(cause), cause));
    });
    request.end();
  });
}

export interface Counting {
  /** As the server announced it. */
  size: number | undefined;
  /** Bytes this answer may have. */
  limit: number;
  /** Told of every piece; throws where all answers together are too much. */
  count: (bytes: number) => void;
}

/**
 * The body, piece by piece. More bytes than the limit, fewer than the server announced, silence, or a server that keeps
 * its reader waiting too long in all, is a failure and never an end. Only waits for the server count, so that a reader
 * may take its time.
 */
export async function* bodyOf(url: URL, answer: IncomingMessage, { size, limit, count }: Counting, limits: WebLimits): AsyncGenerator<Uint8Array> {
  let read = 0;
  let left = limits.duration;
  const pieces = answer[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const next = async () => {
    const begin = performance.now();
    const late = left < limits.silence ? failed(url.href, `the answer did not end within ${limits.duration / 1000} s of waiting`) : silent(url, limits);
    const timer = setTimeout(() => answer.destroy(late), Math.min(limits.silence, left));
    try {
      return await pieces.next();
    } finally {
      clearTimeout(timer);
      left -= performance.now() - begin;
    }
  };
  try {
    for (let piece = await next(); !piece.done; piece = await next()) {
      read += piece.value.byteLength;
      if (read > limit) throw tooLarge(url.href, limit);
      count(piece.value.byteLength);
      if (left <= 0) throw failed(url.href, `the answer did not end within ${limits.duration / 1000} s of waiting`);
      yield piece.value;
    }
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    throw failed(url.href, `the download broke off after ${read}${size === undefined ? '' : ` of ${size}`} bytes (${reasonOf(cause)})`, cause);
  } finally {
    answer.destroy();
  }
  if (size !== undefined && read !== size) throw failed(url.href, `the download ended after ${read} of ${size} bytes`);
}

/** The pause a server asks for, in milliseconds (RFC 9110, 10.2.3): a number of seconds or an instant. */
export function retryAfter(answer: IncomingMessage, now: number = Date.now()): number | undefined {
  const given = answer.headers['retry-after']?.trim();
  if (given === undefined) return undefined;
  if (/^\d{1,9}$/.test(given)) return Number(given) * 1_000;
  const at = Date.parse(given);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
