import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ANYONE, callerOfBearer, callerOfSession, sessionCookie, type Caller } from '../../identity/index.ts';
import type { Db } from '../../kernel/database.ts';
import { DomainError, forbidden } from '../../kernel/errors.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, or why nobody may by what was shown; read it by `callerOf`. */
    cameAs: Caller | DomainError;
  }
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

export interface CallerOptions {
  db: Db;
  operatorKey: string;
  /** Whether the node's public address is of TLS. */
  secure: boolean;
}

/**
 * Puts on every request who asks: by its bearer token, else by the browser's session. Asked of the database each time,
 * so that a session, token or role that ended counts no longer from the next request on.
 */
export function knowCallers(app: FastifyInstance, options: CallerOptions): void {
  app.decorateRequest('cameAs', null as never);
  app.addHook('onRequest', async (request) => {
    request.cameAs = await whoAsks(request, options);
  });
}

/**
 * Who asks. A token that is not known is refused rather than taken for nobody's, so that a mistyped key is noticed; a
 * session that has ended is nobody's.
 */
export function callerOf(request: FastifyRequest): Caller {
  if (request.cameAs instanceof DomainError) throw request.cameAs;
  return request.cameAs;
}

/** Whether it is known who asks: what they are answered is for nobody else. */
export const isKnown = ({ cameAs }: FastifyRequest): boolean => !(cameAs instanceof DomainError) && (cameAs ?? ANYONE).kind !== 'anyone';

async function whoAsks(request: FastifyRequest, { db, operatorKey, secure }: CallerOptions): Promise<Caller | DomainError> {
  // The provider's own addresses take credentials of other kinds (a program's as HTTP Basic) and check them themselves.
  if (request.url.startsWith('/oidc/') || request.url.startsWith('/assets/')) return ANYONE;
  const given = request.headers.authorization;
  const now = new Date();
  if (given !== undefined) {
    const token = /^Bearer (\S+)$/i.exec(given)?.[1];
    return (token && (await callerOfBearer(db, token, operatorKey, now))) || UNKNOWN_TOKEN;
  }
  const session = cookieOf(request, sessionCookie(secure));
  const caller = session ? await callerOfSession(db, session, operatorKey, now) : undefined;
  if (!caller) return ANYONE;
  // A session speaks for changes only where the request comes from this node's own pages.
  if (!READING.has(request.method) && !isOwnPage(request)) return FOREIGN_PAGE;
  return caller;
}

const UNKNOWN_TOKEN = new DomainError(
  'unauthenticated',
  "The bearer token is not known here, has ended or has expired. The operator's key lies in the data folder, in the file operator.key; people make tokens on their account's page.",
);
const FOREIGN_PAGE = forbidden('The request comes from another site; a session counts for requests from this node’s own pages only.');

/** A cookie's value, where the request brings exactly that name. */
export function cookieOf({ headers }: FastifyRequest, name: string): string | undefined {
  for (const pair of (headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim() || undefined;
  }
  return undefined;
}

export function isOwnPage({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  return headers.origin === undefined || URL.parse(headers.origin)?.host === headers.host;
}
