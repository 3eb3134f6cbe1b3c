import { randomBytes } from 'node:crypto';
import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { nameOf, type Caller } from '../../identity/index.ts';
import { DomainError } from '../../kernel/errors.ts';
import type { Configuration } from '../configuration.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** `signIn`: a secret may be tried here. `begin`: a sign-in begins or ends here. Counted by address, each for itself. */
    limits?: 'signIn' | 'begin';
  }
}

/** Requests that the process sends itself bear it, and are not counted twice. */
export const WITHIN = { name: 'x-biotope-within', value: randomBytes(32).toString('base64url') };

/** Addresses remembered at a time. */
const REMEMBERED = 20_000;
/** A household's share of IPv6: one address there is as good as any other. */
const IPV6_NETWORK = 64;
const UNCOUNTED = ['/assets/', '/healthz', '/readyz', '/metrics'];

const callerIn = ({ cameAs }: FastifyRequest): Caller | undefined => (cameAs instanceof DomainError ? undefined : cameAs);
const byAddress = (request: FastifyRequest) => normalizeIP(request.ip, IPV6_NETWORK);

/** Who is counted together: one who is known, wherever they come from; else an address. */
function byCaller(request: FastifyRequest): string {
  const caller = callerIn(request);
  return caller && caller.kind !== 'anyone' ? nameOf(caller) : byAddress(request);
}

/**
 * Bounds how often one may ask, as every answer says (`ratelimit-limit`, `-remaining`, `-reset`): generous for the API,
 * tight where secrets are tried. The operator's key is not counted. To be called before any route is made.
 */
export async function limitRates(app: FastifyInstance, { api, signIn }: Configuration['rateLimits']): Promise<void> {
  const tight = new Map<string, onRequestAsyncHookHandler>();
  app.addHook('onRoute', (route) => {
    const handler = tight.get(route.config?.limits ?? '');
    if (!handler) return;
    route.onRequest = [...[route.onRequest ?? []].flat(), handler];
    route.config = { ...route.config, rateLimit: false };
  });
  await app.register(rateLimit, {
    global: api !== false,
    max: api ? api.requests : 1,
    timeWindow: (api ? api.seconds : 1) * 1_000,
    cache: REMEMBERED,
    enableDraftSpec: true,
    keyGenerator: byCaller,
    allowList: (request) => isWithin(request) || UNCOUNTED.some((path) => request.url.startsWith(path)) || callerIn(request)?.kind === 'operator',
    errorResponseBuilder: (_request, { after, statusCode }) => Object.assign(new Error(`These were too many requests. Ask again in ${after}.`), { statusCode }),
  });
  if (!signIn) return;
  // One count for all addresses of a kind, so that whoever is refused at one door does not go on at the next.
  for (const kind of ['signIn', 'begin'] as const)
    tight.set(kind, app.rateLimit({ max: signIn.requests, timeWindow: signIn.seconds * 1_000, allowList: isWithin, keyGenerator: byAddress }) as onRequestAsyncHookHandler);
}

const isWithin = ({ headers }: FastifyRequest): boolean => headers[WITHIN.name] === WITHIN.value;
