import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Db } from '../../kernel/database.ts';
import { DomainError, invalid, notFound } from '../../kernel/errors.ts';
import { flawsOf } from '../../kernel/flaws.ts';
import type { Audience } from '../envelope.ts';
import { hubsOf } from '../membership/index.ts';
import { takeSignedRequests } from '../peer/index.ts';
import { BUCKETS } from '../set-digest.ts';
import type { KeyBook } from '../signature.ts';
import { SayingsAsked, SignedCheckpoint } from '../wire.ts';
import type { Feed } from './open-feed.ts';
import { goesPacked, packing } from './packed.ts';
import { pageOf, rootOf, type Page } from './pages.ts';
import { entriesOf, sayingsOf } from './parts.ts';

export interface FeedRouteOptions {
  db: Db;
  feed: Feed;
  keys: KeyBook;
  /** The node's public address, without trailing slash. */
  url: string;
  now?: () => Date;
}

const YEAR_SECONDS = 31_536_000;
/** Seconds for which an answer is held at most until there is something new. */
const LONGEST_WAIT = 30;
/** Answers held at a time; further ones are given at once. */
const MOST_WAITING = 2_000;

const Numbered = z.object({
  epoch: z.string().regex(/^[0-9a-z-]{1,64}$/),
  page: z.coerce
    .number()
    .int()
    .positive()
    .max(2 ** 40),
});
const Buckets = z
  .string()
  .regex(/^\d{1,3}(,\d{1,3}){0,255}$/, 'is no list of numbers such as 3,17')
  .transform((text) => [...new Set(text.split(',').map(Number))])
  .refine((numbers) => numbers.every((number) => number < BUCKETS), `goes beyond ${BUCKETS - 1}`);

function read<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const flaws = flawsOf(parsed.error.issues);
  throw invalid(`The ${where} does not hold: ${flaws.map(({ pointer, reason }) => `${pointer} ${reason}`).join('; ')}.`, flaws);
}

/** The seconds a request would wait for something new (RFC 7240, `Prefer: wait=25`). */
export function waitOf(prefer: string | string[] | undefined): number {
  const asked = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})"?/i.exec([prefer ?? ''].flat().join(','))?.[1];
  return Math.min(Number(asked ?? 0), LONGEST_WAIT);
}

const isTagged = (request: FastifyRequest, tag: string): boolean =>
  String(request.headers['if-none-match'] ?? '')
    .split(',')
    .some((given) => given.trim().replace(/^W\//, '') === `"${tag}"`);

/**
 * `/feed`, its pages, checkpoint and parts; the same under `/feed/group` for the hubs this node belongs to and shares
 * with, and nothing at all there for everybody else. In a plugin of their own.
 */
export async function feedRoutes(app: FastifyInstance, { db, feed, keys, url, now = () => new Date() }: FeedRouteOptions): Promise<void> {
  const asking = takeSignedRequests(app, { db, keys, url });
  const packed = packing();
  let waiting = 0;
  const closing = new AbortController();
  // Held answers are given at once when the server closes; it would wait for them.
  app.addHook('preClose', async () => closing.abort());

  const send = async (request: FastifyRequest, reply: FastifyReply, text: string, lasting?: string) => {
    void reply.header('vary', 'accept-encoding');
    return goesPacked(text, request.headers['accept-encoding']) ? reply.header('content-encoding', 'gzip').send(await packed(text, lasting)) : reply.send(text);
  };
  const sendPage = (request: FastifyRequest, reply: FastifyReply, audience: Audience, page: Page) => {
    const scope = audience === 'public' ? 'public' : 'private';
    void reply
      .type('application/ld+json; charset=utf-8')
      .header('etag', `"${page.tag}"`)
      .header('cache-control', page.full ? `${scope}, max-age=${YEAR_SECONDS}, immutable` : audience === 'public' ? 'no-cache' : 'private, no-cache');
    return isTagged(request, page.tag) ? reply.code(304).send() : send(request, reply, page.body, page.full ? `${audience} ${page.tag}` : undefined);
  };
  const sendJson = (request: FastifyRequest, reply: FastifyReply, value: unknown) =>
    send(request, reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache'), JSON.stringify(value));
  const ended = () => notFound('This numbering of events is not in use here (any more). The checkpoint names the one that is.');

  /** Holds the answer while the feed is as the asker knows it. */
  const somethingNew = async (request: FastifyRequest, reply: FastifyReply, audience: Audience): Promise<void> => {
    const until = performance.now() + waitOf(request.headers.prefer) * 1_000;
    if (waiting >= MOST_WAITING) return;
    const gone = new AbortController();
    const leave = () => gone.abort();
    reply.raw.on('close', leave);
    waiting++;
    try {
      for (;;) {
        const left = until - performance.now();
        if (left <= 0 || gone.signal.aborted || closing.signal.aborted) return;
        // Listened to before looking: what is said in between is heard.
        const looked = new AbortController();
        const news = feed.news(left, gone.signal, looked.signal, closing.signal);
        const tag = await feed.tagOf(audience);
        if (tag === undefined || !isTagged(request, tag)) return looked.abort();
        await news;
      }
    } finally {
      waiting--;
      reply.raw.off('close', leave);
    }
  };

  const options = { schema: { hide: true } as object, compress: false as const };
  const serve = (path: string, audience: Audience, may: (request: FastifyRequest) => Promise<boolean>) => {
    const base = feed.baseOf(audience);
    /** Where nobody may ask, nothing stands. */
    const guarded =
      (answer: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>) =>
      async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
        if (await may(request)) return answer(request, reply);
        reply.callNotFound();
        return reply;
      };
    app.get(
      path,
      options,
      guarded(async (request, reply) => {
        const root = await rootOf(db, audience, base);
        if (!root) throw notFound('The feed of this node has not begun yet.');
        return sendPage(request, reply, audience, root);
      }),
    );
    app.get(
      `${path}/checkpoint`,
      options,
      guarded(async (request, reply) => {
        await somethingNew(request, reply, audience);
        if (closing.signal.aborted) void reply.header('connection', 'close');
        const checkpoint = await feed.checkpoint(audience);
        const tag = `${checkpoint.value.epoch}-${checkpoint.value.sequence}`;
        void reply.header('etag', `"${tag}"`);
        return isTagged(request, tag) ? reply.header('cache-control', 'no-cache').code(304).send() : sendJson(request, reply, checkpoint);
      }),
    );
    app.get(
      `${path}/:epoch/:page`,
      options,
      guarded(async (request, reply) => {
        const asked = Numbered.safeParse(request.params);
        const page = asked.success ? await pageOf(db, audience, base, asked.data.epoch, asked.data.page) : undefined;
        if (!page) throw ended();
        return sendPage(request, reply, audience, page);
      }),
    );
    app.get(
      `${path}/:epoch/entries`,
      options,
      guarded(async (request, reply) => {
        const { epoch } = request.params as { epoch: string };
        const { buckets } = read(z.object({ buckets: Buckets }), request.query, 'query');
        const list = await entriesOf(db, audience, epoch, buckets);
        if (!list) throw ended();
        return sendJson(request, reply, list);
      }),
    );
    app.post(
      `${path}/:epoch/sayings`,
      options,
      guarded(async (request, reply) => {
        const { epoch } = request.params as { epoch: string };
        const { names } = read(SayingsAsked, request.body, 'body');
        const sayings = await sayingsOf(db, audience, epoch, names);
        if (!sayings) throw ended();
        return sendJson(request, reply, sayings);
      }),
    );
  };

  serve('/feed', 'public', async () => true);
  serve('/feed/group', 'group', async (request) => {
    const node = await asking.nodeOf(request);
    return node !== undefined && (await hubsOf(db, now())).some((hub) => hub.node === node && hub.sharesGroup);
  });
  app.post('/feed/evidence', options, async (request, reply) => {
    const evidence = SignedCheckpoint.safeParse(request.body);
    if (!evidence.success) throw new DomainError('invalid', 'The body is no signed checkpoint.', { flaws: flawsOf(evidence.error.issues) });
    return reply.header('cache-control', 'no-store').send(await feed.takeEvidence(evidence.data));
  });
}
