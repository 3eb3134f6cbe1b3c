import { lookup as resolve } from 'node:dns/promises';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { DomainError, invalid, reasonOf } from '../../kernel/errors.ts';
import { tooLarge, type InputLimits } from './input.ts';
import { isPrivateAddress } from './private-address.ts';

/** What a server said of a file's state, to be asked again with. */
export interface Validators {
  etag?: string;
  lastModified?: string;
}

export interface WebAnswer {
  /** Absent: the file has not changed since the validators were given. */
  body?: AsyncIterable<Uint8Array>;
  size?: number;
  validators: Validators;
}

const failed = (url: string, what: string, cause?: unknown) => new DomainError('unavailable', `${url}: ${what}`, { cause });

/** Where a host lies. The connection is made to the very address that was checked. */
async function addressOf(url: URL): Promise<{ address: string; family: number }> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host)) return { address: host, family: isIP(host) };
  return resolve(host).catch((cause: unknown) => {
    throw failed(url.href, `the host ${host} cannot be found`, cause);
  });
}

function ask(url: URL, at: { address: string; family: number }, validators: Validators, limits: InputLimits, signal: AbortSignal | undefined): Promise<IncomingMessage> {
  const lookup: LookupFunction = (_host, options, done) => (options.all ? done(null, [at]) : done(null, at.address, at.family));
  const headers: Record<string, string> = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'biotope-harvest' };
  if (validators.etag) headers['if-none-match'] = validators.etag;
  if (validators.lastModified) headers['if-modified-since'] = validators.lastModified;
  return new Promise((answer, fail) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, { headers, lookup, signal, agent: false, timeout: limits.silence }, answer);
    request.on('timeout', () => request.destroy(failed(url.href, `no answer and no byte for ${limits.silence / 1000} s`)));
    request.on('error', (cause) => fail(cause instanceof DomainError ? cause : failed(url.href, reasonOf(cause), cause)));
    request.end();
  });
}

/** The body, counted: more than the limit, or fewer bytes than the server announced, is a failure and never an end. */
async function* bodyOf(url: URL, answer: IncomingMessage, size: number | undefined, limits: InputLimits, count: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  let read = 0;
  try {
    for await (const chunk of answer) {
      read += (chunk as Buffer).byteLength;
      if (read > limits.total) throw tooLarge(url.href, limits.total);
      count((chunk as Buffer).byteLength);
      yield chunk as Buffer;
    }
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    throw failed(url.href, `the download broke off after ${read}${size === undefined ? '' : ` of ${size}`} bytes (${reasonOf(cause)})`, cause);
  }
  if (size !== undefined && read !== size) throw failed(url.href, `the download ended after ${read} of ${size} bytes`);
}

/** Why a redirect must not be followed: it gives up encryption, or leads from outside into a private network. */
export function redirectRefusal(from: URL, to: URL, at?: { ip: string; mayBePrivate: boolean }): string | undefined {
  if (from.protocol === 'https:' && to.protocol === 'http:') return `is redirected from https to ${to.href}, which is not encrypted`;
  if (at && !at.mayBePrivate && isPrivateAddress(at.ip)) return `is redirected to ${to.host}, which lies in a private network`;
  return undefined;
}

/**
 * Asks for a file at a web address. Redirects are followed a few times; none may leave encryption behind, and none may
 * lead into a private network unless the given address itself lies in one.
 */
export async function getWebFile(
  address: string,
  options: { validators?: Validators; limits: InputLimits; signal?: AbortSignal; count?: (bytes: number) => void },
): Promise<WebAnswer> {
  const { limits, signal } = options;
  let url = new URL(address);
  let at = await addressOf(url);
  const mayBePrivate = isPrivateAddress(at.address);
  for (let hops = 0; ; hops++) {
    const answer = await ask(url, at, options.validators ?? {}, limits, signal);
    const status = answer.statusCode ?? 0;
    const validators: Validators = { etag: answer.headers.etag, lastModified: answer.headers['last-modified'] };
    if (status === 304) {
      answer.resume();
      return { validators };
    }
    if (status >= 300 && status < 400 && answer.headers.location) {
      answer.destroy();
      if (hops >= limits.redirects) throw failed(address, `more than ${limits.redirects} redirects`);
      const next = URL.parse(answer.headers.location, url.href);
      if (!next || !/^https?:$/.test(next.protocol)) throw failed(address, `is redirected to "${answer.headers.location}", which is no web address`);
      const refused = redirectRefusal(url, next);
      if (refused) throw failed(address, refused);
      at = await addressOf(next);
      const inside = redirectRefusal(url, next, { ip: at.address, mayBePrivate });
      if (inside) throw failed(address, inside);
      url = next;
      continue;
    }
    if (status !== 200) {
      answer.destroy();
      throw failed(url.href, `the server answers ${status} ${answer.statusMessage ?? ''}`.trimEnd());
    }
    const encoding = answer.headers['content-encoding'];
    const announced = answer.headers['content-length'];
    const size = announced === undefined ? undefined : Number(announced);
    if (encoding && encoding !== 'identity' && !/^(x-)?gzip$/.test(encoding)) throw failed(url.href, `is sent in the unknown encoding "${encoding}"`);
    if (size !== undefined && size > limits.total) {
      answer.destroy();
      throw tooLarge(url.href, limits.total);
    }
    return { body: bodyOf(url, answer, size, limits, options.count ?? (() => undefined)), size, validators };
  }
}

/** Whether an address is one of the web; anything else is a path on this machine. */
export function isWebAddress(address: string): boolean {
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(address)?.[1]?.toLowerCase();
  if (scheme === undefined) return false;
  if (scheme !== 'http' && scheme !== 'https') throw invalid(`${address}: only http, https, and files and folders on this machine can be harvested`);
  if (!URL.canParse(address)) throw invalid(`${address} is no web address`);
  return true;
}
