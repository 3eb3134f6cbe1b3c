import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { flawsOf } from '../../kernel/flaws.ts';
import { inLanguage } from '../../kernel/language-map.ts';
import { wantedLanguage } from './wanted-language.ts';
import { DomainError, type ErrorCode, type Flaw } from '../../kernel/errors.ts';

/** The one place where errors of the domain become answers of HTTP (RFC 9457). */
const STATUS: Record<ErrorCode, { status: number; title: string; zh: string }> = {
  invalid: { status: 400, title: 'The request does not hold', zh: '请求有误' },
  unauthenticated: { status: 401, title: 'Not signed in', zh: '尚未登录' },
  forbidden: { status: 403, title: 'Not allowed', zh: '不允许' },
  'not-found': { status: 404, title: 'Not found', zh: '未找到' },
  conflict: { status: 409, title: 'Conflict', zh: '冲突' },
  gone: { status: 410, title: 'Withdrawn', zh: '已撤回' },
  'too-large': { status: 413, title: 'Too large', zh: '内容过大' },
  unavailable: { status: 503, title: 'Not available now', zh: '暂不可用' },
};

const TITLES = new Map([...Object.values(STATUS).map(({ status, title }): [number, string] => [status, title]), [429, 'Too many requests']]);

export function sendProblem(request: FastifyRequest, reply: FastifyReply, status: number, title: string, detail: string, errors: Flaw[] = [], extra: object = {}) {
  return reply
    .status(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', title, status, detail, instance: request.url, ...(errors.length > 0 ? { errors } : {}), ...extra, requestId: request.id }));
}

/** Fastify's error handler for the API. What a person can't mend is logged and answered without its inside. */
export function answerError(error: FastifyError | DomainError | Error, request: FastifyRequest, reply: FastifyReply) {
  if (error instanceof DomainError) {
    const { status, title, zh } = STATUS[error.code];
    // Told in the language that is wanted where all of it is known in that.
    const language = error.text ? wantedLanguage(request) : 'en';
    if (error.text) void reply.header('content-language', language).header('vary', [reply.getHeader('vary'), 'accept-language'].flat().filter(Boolean).join(', '));
    if (status === 503) void reply.header('retry-after', '5');
    if (status === 401) void reply.header('www-authenticate', 'Bearer');
    return sendProblem(request, reply, status, language === 'zh' ? zh : title, error.text ? inLanguage(error.text, language) : error.message, error.flaws);
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const where = error.validationContext ?? 'request';
    const flaws = flawsOf(
      error.validation.map(({ instancePath, keyword, message, params }) => ({ ...params, code: keyword, message, path: instancePath.split('/').filter(Boolean) })),
    );
    return sendProblem(
      request,
      reply,
      400,
      TITLES.get(400) as string,
      `The ${where === 'querystring' ? 'query' : where} does not hold: ${flaws.map(({ pointer, reason }) => `${pointer} ${reason}`).join('; ')}.`,
      flaws,
    );
  }
  const status = 'statusCode' in error && error.statusCode && error.statusCode < 500 ? error.statusCode : 500;
  if (status < 500) return sendProblem(request, reply, status, TITLES.get(status) ?? 'The request could not be understood', error.message);
  if (isOutOfReach(error)) {
    request.log.error({ err: error }, 'database out of reach');
    return sendProblem(
      request,
      reply.header('retry-after', '5'),
      503,
      'Not available now',
      'The database cannot be reached at the moment. Try again shortly; the operator finds the reason in the log under this request id.',
    );
  }
  request.log.error({ err: error }, 'request failed');
  return sendProblem(request, reply, 500, 'Something went wrong here', 'The node failed to answer. The operator finds the reason in the log under this request id.');
}

/** Nothing stands at this address: said as the API says it, or as a page's neighbour would. */
export function nothingHere(request: FastifyRequest, reply: FastifyReply) {
  const ofApi = request.url.startsWith('/api/');
  return sendProblem(
    request,
    reply,
    404,
    'Not found',
    ofApi ? `The API has no operation ${request.method} ${request.url}; /reference lists them.` : `There is nothing at ${request.url}.`,
  );
}

/** PostgreSQL's connection failures: refused, broken, shutting down, too many. */
function isOutOfReach(error: Error): boolean {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return (
    ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', '57P01', '57P02', '57P03', '53300'].includes(code) ||
    /Connection terminated|timeout exceeded when trying to connect/.test(error.message)
  );
}

/** What is no HTTP at all (raw characters in the address, a header too large): said on the bare connection. */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const detail =
    error.code === 'HPE_HEADER_OVERFLOW' ? 'The headers are too large.' : 'The request cannot be read as HTTP. Characters outside ASCII in an address must be percent-encoded.';
  const body = JSON.stringify({ type: 'about:blank', title: 'The request could not be understood', status: 400, detail, requestId: 'none' });
  socket.end(`HTTP/1.1 400 Bad Request\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`);
}
