import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { pathToFileURL } from 'node:url';
import statics from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { nothingHere } from './problems.ts';

type Api = (path: string, init?: { method?: string; headers?: Record<string, string>; body?: string }) => Promise<Response>;

/** What the portal's build exports (`portal/server/handle.ts`). */
interface Portal {
  handle: (request: Request, surroundings: { api: Api; nonce: string }) => Promise<Response>;
}

/**
 * What of a visitor's request speaks for the visitor, and so goes along with each question the portal asks: who they
 * are, and from which site's page they come, without which a session would not count as theirs.
 */
const FORWARDED = ['authorization', 'cookie', 'accept-language', 'origin', 'sec-fetch-site'] as const;

const YEAR_SECONDS = 31_536_000;

/**
 * Puts the portal in front: its files at their addresses, and every other GET, HEAD and POST that no route of the node
 * takes. To be called after the API's routes. Pages ask the node by `app.inject`, which goes through the same routing,
 * validation and decision as a request from outside.
 *
 * Routes of the node win over the portal's pages. One that serves data at a page's address (`/r/{id}`) and is asked for
 * HTML lets the portal answer with `reply.callNotFound()`, or adds its headers in an `onRequest` hook: headers already
 * set on the reply are kept.
 */
export async function mountPortal(app: FastifyInstance, { buildFolder, url }: { buildFolder: string; url?: string }): Promise<void> {
  const { handle } = (await import(pathToFileURL(join(buildFolder, 'server', 'index.js')).href)) as Portal;

  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (!['GET', 'HEAD', 'POST'].includes(request.method) || request.url.startsWith('/api/')) return nothingHere(request, reply);
    const gone = new AbortController();
    reply.raw.on('close', () => gone.abort());
    const response = await handle(webRequest(request, gone.signal, url), { api: apiFor(app, request), nonce: nonceOf(reply) });
    return send(reply, response);
  };

  await app.register(async (portal) => {
    await portal.register(statics, {
      root: join(buildFolder, 'client'),
      wildcard: false,
      index: false,
      decorateReply: false,
      cacheControl: false,
      setHeaders: (reply, path) => void reply.header('cache-control', path.includes('/assets/') ? `public, max-age=${YEAR_SECONDS}, immutable` : 'public, max-age=3600'),
    });
    // Bodies go to the portal as they came.
    portal.removeAllContentTypeParsers();
    portal.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    portal.route({ method: ['GET', 'HEAD', 'POST'], url: '/*', schema: { hide: true } as never, handler: answer });
  });
  app.setNotFoundHandler(answer);
}

/** The API as this visitor may use it. */
function apiFor(app: FastifyInstance, visitor: FastifyRequest): Api {
  const own: Record<string, string> = { host: visitor.host || 'localhost' };
  for (const name of FORWARDED) {
    const value = visitor.headers[name];
    if (typeof value === 'string') own[name] = value;
  }
  return async (path, { method = 'GET', headers = {}, body } = {}) => {
    const answer = await app.inject({
      method: method as 'GET',
      url: path,
      headers: { ...own, ...headers, 'x-request-id': String(visitor.id) },
      remoteAddress: visitor.ip,
      ...(body === undefined ? {} : { payload: body }),
    });
    const answered = new Headers();
    for (const [name, value] of Object.entries(answer.headers)) {
      for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) answered.append(name, String(one));
    }
    const empty = answer.statusCode === 204 || answer.statusCode === 304;
    return new Response(empty ? null : new Uint8Array(answer.rawPayload), { status: answer.statusCode, headers: answered });
  };
}

/**
 * The request as the browser made it. Behind a proxy that ends TLS without saying so, its scheme is that of the public
 * address: the portal takes a form only from a page of its own origin.
 */
function webRequest(request: FastifyRequest, signal: AbortSignal, publicUrl?: string): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined && !name.startsWith(':')) headers.append(name, one);
  }
  const known = publicUrl ? URL.parse(publicUrl) : null;
  const url = new URL(request.url, known && known.host === request.host ? known.origin : `${request.protocol}://${request.host || 'localhost'}`);
  const body = request.method === 'POST' && request.body instanceof Readable ? (Readable.toWeb(request.body) as ReadableStream) : null;
  return new Request(url, { method: request.method, headers, signal, body, ...(body ? { duplex: 'half' } : {}) } as RequestInit);
}

/**
 * The nonce the page's own inline scripts bear. Where helmet set no policy (a bare server, a test) the portal brings one
 * as strict: nothing inline but what bears the nonce.
 */
function nonceOf(reply: FastifyReply): string {
  const { cspNonce } = reply as FastifyReply & { cspNonce?: { script?: string } };
  if (cspNonce?.script) return cspNonce.script;
  const nonce = randomBytes(16).toString('base64');
  if (!reply.hasHeader('content-security-policy')) {
    reply.header(
      'content-security-policy',
      `default-src 'self'; script-src 'self' 'nonce-${nonce}'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'`,
    );
  }
  return nonce;
}

async function send(reply: FastifyReply, response: Response): Promise<FastifyReply> {
  reply.code(response.status);
  for (const [name, value] of response.headers) {
    if (name === 'vary' && reply.hasHeader('vary')) reply.header('vary', `${String(reply.getHeader('vary'))}, ${value}`);
    else reply.header(name, value);
  }
  return reply.send(response.body ? Readable.fromWeb(response.body as NodeReadableStream) : null);
}
