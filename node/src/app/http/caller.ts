import type { FastifyRequest } from 'fastify';
import { ANYONE, isSession, sameKey, SESSION_COOKIE, type Caller } from '../../identity/index.ts';
import { DomainError, forbidden } from '../../kernel/errors.ts';

const OPERATOR: Caller = { kind: 'operator', name: 'local' };
const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Who asks, from the request's bearer token or the browser's session. A token that is not known is refused rather than
 * taken for nobody's, so that a mistyped key is noticed; a session that has ended is nobody's.
 */
export function callerFrom(operatorKey: string): (request: FastifyRequest) => Caller {
  return (request) => {
    const given = request.headers.authorization;
    if (given === undefined) return bySession(request, operatorKey);
    const token = /^Bearer (\S+)$/i.exec(given)?.[1];
    if (token && sameKey(token, operatorKey)) return OPERATOR;
    throw new DomainError('unauthenticated', "The bearer token is not known here. The operator's key lies in the data folder, in the file operator.key.");
  };
}

/** A session speaks for changes only where the request comes from this node's own pages. */
function bySession(request: FastifyRequest, operatorKey: string): Caller {
  const session = new RegExp(`(?:^|;\\s*)${SESSION_COOKIE}=([^;]+)`).exec(request.headers.cookie ?? '')?.[1];
  if (!session || !isSession(session, operatorKey)) return ANYONE;
  if (!READING.has(request.method) && !isOwnPage(request)) throw forbidden('The request comes from another site; a session counts for requests from this node’s own pages only.');
  return OPERATOR;
}

function isOwnPage({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  return headers.origin === undefined || URL.parse(headers.origin)?.host === headers.host;
}
