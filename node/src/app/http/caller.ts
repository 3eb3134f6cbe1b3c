import type { FastifyRequest } from 'fastify';
import { ANYONE, sameKey, type Caller } from '../../identity/index.ts';
import { DomainError } from '../../kernel/errors.ts';

/**
 * Who asks, from the request's bearer token. A token that is not known is refused rather than taken for nobody's, so
 * that a mistyped key is noticed.
 */
export function callerFrom(operatorKey: string): (request: FastifyRequest) => Caller {
  return (request) => {
    const given = request.headers.authorization;
    if (given === undefined) return ANYONE;
    const token = /^Bearer (\S+)$/i.exec(given)?.[1];
    if (token && sameKey(token, operatorKey)) return { kind: 'operator', name: 'local' };
    throw new DomainError('unauthenticated', "The bearer token is not known here. The operator's key lies in the data folder, in the file operator.key.");
  };
}
