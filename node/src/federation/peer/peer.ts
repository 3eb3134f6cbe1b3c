import { Agent as HttpAgent, request as requestHttp, type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import { DomainError, forbidden, invalid, reasonOf } from '../../kernel/errors.ts';
import { allowedHosts } from '../../kernel/web/allowed-hosts.ts';
import { openReach, type Reach } from '../../kernel/web/reach.ts';

/** Milliseconds without an answer or a byte after which a node counts as silent. */
const SILENCE = 30_000;
/** Milliseconds that one answer may take in all. */
const DURATION = 300_000;
/** Bytes, decoded, that one answer may have. */
const LARGEST = 16 * 2 ** 20;
/** Connections kept open to one node: two feeds held, and what is asked meanwhile. */
const MOST_CONNECTIONS = 8;
/** Idle connections are closed before common servers close them. */
const IDLE = 4_000;

/** What another node answered, read whole. */
export interface PeerAnswer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** Bytes of the body as they came over the line, before they were unpacked. */
  received: number;
  /** The body, which must be UTF-8. */
  text(): Promise<string>;
}

export interface PeerRequest {
  method?: 'GET' | 'POST' | undefined;
  /** JSON, as text. */
  body?: string | undefined;
  accept?: string | undefined;
  headers?: Record<string, string> | undefined;
  /** Sign the request as this node (RFC 9421). */
  signed?: boolean | undefined;
  signal?: AbortSignal | undefined;
  /** Milliseconds without a byte. */
  silence?: number | undefined;
  /** Bytes. */
  largest?: number | undefined;
}

/** The way to other nodes, whose addresses this node's operator joined or admitted. */
export interface Peers {
  /**
   * Asks another node. Whatever it answers is an answer, but for a redirect, which is never followed.
   * @throws `unavailable` where there is no whole answer, `too-large`, `forbidden` where the address may not be reached,
   * or the signal's reason.
   */
  ask(url: string, request?: PeerRequest): Promise<PeerAnswer>;
  close(): void;
}

export interface PeerOptions {
  /** Hosts that may be reached although they lie in a private network. */
  allowHosts: readonly string[];
  userAgent: string;
  /** The headers that sign a request. */
  signRequest?: ((request: { method: string; url: string; body: string | undefined }) => Promise<Record<string, string>>) | undefined;
}

export function openPeers({ allowHosts, userAgent, signRequest }: PeerOptions): Peers {
  const reach = openReach({
    own: [],
    allowed: allowedHosts(allowHosts),
    anyPublicHost: true,
    howToAllow: (host) => `An operator allows it in biotope.yaml: federation: {allowHosts: ["${host}"]}.`,
  });
  const settings = { keepAlive: true, maxSockets: MOST_CONNECTIONS, maxFreeSockets: 2, timeout: IDLE, scheduling: 'lifo' as const };
  const agents = { 'http:': new HttpAgent(settings), 'https:': new HttpsAgent(settings) };

  const once = async (
    url: URL,
    { method = 'GET', body, accept = 'application/json', headers = {}, signed, signal, silence = SILENCE, largest = LARGEST }: PeerRequest,
  ): Promise<PeerAnswer> => {
    if (signed && !signRequest) throw new Error('this way to other nodes signs nothing');
    const sent: Record<string, string> = {
      accept,
      'accept-encoding': 'gzip, br',
      'user-agent': userAgent,
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
      ...headers,
      ...(signed ? await signRequest!({ method, url: url.href, body }) : {}),
    };
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method,
      headers: sent,
      lookup: checkedLookup(reach, url),
      signal,
      agent: agents[url.protocol as 'http:'],
    });
    const watch = watchOver(request, url, silence);
    try {
      const answer = await headOf(request, body);
      const status = answer.statusCode ?? 0;
      if (status >= 300 && status < 400 && status !== 304) {
        answer.destroy();
        throw new DomainError(
          'unavailable',
          `${url.href} is redirected to "${answer.headers.location ?? ''}", which is not followed: another node is asked at the address it names itself by`,
        );
      }
      const { content, received } = await bodyOf(url, answer, largest, watch.heard);
      return { status, headers: flat(answer.headers), received, text: async () => decoded(url, content) };
    } catch (cause) {
      request.destroy();
      if (signal?.aborted) throw signal.reason;
      if (cause instanceof DomainError) throw cause;
      throw Object.assign(new DomainError('unavailable', `${url.href}: ${reasonOf(cause) || 'the connection broke'}`, { cause }), {
        stale: request.reusedSocket && isReset(cause),
      });
    } finally {
      watch.end();
    }
  };

  return {
    async ask(address, request = {}) {
      const url = URL.parse(address);
      if (!url) throw invalid(`${address} is no web address`);
      url.hash = '';
      request.signal?.throwIfAborted();
      // A host given as an IP address is never looked up: it is checked here, names where the connection is made.
      if (!reach.mayReach(url)) await reach.addressesOf(url).then(() => Promise.reject(forbidden(`${url.href} may not be reached`)));
      try {
        return await once(url, request);
      } catch (error) {
        // A kept connection that the other side closed at this very moment says nothing about the node; a question may be put again.
        if ((request.method ?? 'GET') !== 'GET' || (error as { stale?: boolean }).stale !== true) throw error;
        return once(url, request);
      }
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

/** Finds a name's addresses for the connection that is being made, each of them checked. */
function checkedLookup(reach: Reach, url: URL): LookupFunction {
  return (_host, options, done) => {
    reach.addressesOf(url).then(
      ({ addresses }) => (options.all ? done(null, addresses) : done(null, addresses[0]!.address, addresses[0]!.family)),
      (error: unknown) => done(error as NodeJS.ErrnoException, '', 0),
    );
  };
}

const isReset = (error: unknown) => ['ECONNRESET', 'EPIPE'].includes(String((error as { code?: unknown }).code));

/** Ends a request whose other side is silent, or takes too long in all. */
function watchOver(request: ClientRequest, url: URL, silence: number): { heard(): void; end(): void } {
  const late = (what: string) => new DomainError('unavailable', `${url.href}: ${what}`);
  const silent = setTimeout(() => request.destroy(late(`no answer and no byte for ${silence / 1_000} s`)), silence);
  const whole = setTimeout(() => request.destroy(late(`the answer did not end within ${DURATION / 1_000} s`)), DURATION);
  return {
    heard: () => void silent.refresh(),
    end: () => {
      clearTimeout(silent);
      clearTimeout(whole);
    },
  };
}

const headOf = (request: ClientRequest, body: string | undefined): Promise<IncomingMessage> =>
  new Promise((answer, fail) => {
    request.on('response', answer);
    request.on('error', fail);
    request.end(body);
  });

/** The body, unpacked and held to its limit in both forms. */
async function bodyOf(url: URL, answer: IncomingMessage, largest: number, heard: () => void): Promise<{ content: Buffer; received: number }> {
  let received = 0;
  const tooMuch = () => new DomainError('too-large', `${url.href}: the answer is larger than ${largest} bytes`);
  answer.on('data', (piece: Buffer) => {
    received += piece.byteLength;
    heard();
    if (received > largest) answer.destroy(tooMuch());
  });
  const encoding = (answer.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const unpacking = encoding === 'identity' ? undefined : encoding === 'br' ? createBrotliDecompress() : /^(x-)?gzip$/.test(encoding) ? createGunzip() : null;
  if (unpacking === null) throw new DomainError('unavailable', `${url.href}: is sent in the unknown encoding "${encoding}"`);
  const stream: Readable = unpacking ? answer.pipe(unpacking) : answer;
  // A pipe does not hand on that its beginning broke off.
  if (unpacking) answer.on('error', (error) => unpacking.destroy(error)).on('aborted', () => unpacking.destroy(new Error('the answer broke off')));
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of stream as AsyncIterable<Buffer>) {
    size += piece.byteLength;
    if (size > largest) {
      answer.destroy();
      throw tooMuch();
    }
    pieces.push(piece);
  }
  if (!answer.complete) throw new DomainError('unavailable', `${url.href}: the answer broke off after ${received} bytes`);
  return { content: Buffer.concat(pieces, size), received };
}

function decoded(url: URL, content: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch (cause) {
    throw new DomainError('invalid', `${url.href} is no UTF-8 text`, { cause });
  }
}

const flat = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]])));
