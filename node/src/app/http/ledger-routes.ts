import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Api } from '../../catalogue/index.ts';
import { nameOf, type Caller } from '../../identity/index.ts';
import { exportLedger, findEntries, retentionEnd, Seal, sealable, sealLedger, verifyLedger } from '../../ledger/index.ts';
import type { Node } from '../node.ts';
import { LedgerPage, RetentionView, VerificationView } from '../ledger-view.ts';

const Cursor = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const Instant = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], 'is no instant (ISO 8601, such as 2026-01-31 or 2026-01-31T08:00:00Z)')
  .transform((text) => new Date(text));
const Words = z.string().trim().max(300);
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'is no SHA-256 in hex');

/** The ledger for those who may read it; its export; and sealing what the retention rule lets go, for the operator. */
export function ledgerRoutes(app: Api, { db, access, configuration }: Pick<Node, 'db' | 'access' | 'configuration'>, callerOf: (request: FastifyRequest) => Caller): void {
  const tags = ['ledger'];
  const mayRead = (request: FastifyRequest) => access.demand({ caller: callerOf(request), action: 'ledger:read', requestId: request.id });
  const before = (now: Date) => (configuration.ledger.keep === undefined ? undefined : retentionEnd(now, configuration.ledger.keep));

  app.get(
    '/ledger',
    {
      schema: {
        operationId: 'readLedger',
        tags,
        summary: 'Entries of the ledger, newest first. For those who may read it',
        querystring: z.strictObject({
          actor: Words.optional().describe('Such as person:…; with a final * what begins so'),
          action: Words.optional().describe('Such as decide.resource:use, or decide.*'),
          subject: Words.optional().describe('Such as a resource’s identifier'),
          from: Instant.optional(),
          until: Instant.optional(),
          cursor: Cursor.optional(),
          limit: z.coerce.number().int().min(1).max(200).default(50),
        }),
        response: { 200: LedgerPage },
      },
    },
    async (request) => {
      await mayRead(request);
      const { cursor, limit, ...wanted } = request.query;
      const rows = await findEntries(db, { ...wanted, before: cursor, limit: limit + 1 });
      const items = rows.slice(0, limit).map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));
      return { items, next: rows.length > limit ? String(items.at(-1)?.sequence) : null };
    },
  );
  app.get(
    '/ledger/verification',
    { schema: { operationId: 'verifyLedger', tags, summary: 'Check every entry of the ledger, from the last seal on', response: { 200: VerificationView } } },
    async (request) => {
      await mayRead(request);
      return verifyLedger(db);
    },
  );
  app.get(
    '/ledger/export',
    {
      schema: {
        operationId: 'exportLedger',
        tags,
        summary: 'The ledger as JSON Lines with the digests of its chain, oldest entry first',
        querystring: z.strictObject({ after: z.coerce.number().int().min(0).default(0).describe('Entries after this one') }),
      },
    },
    async (request, reply) => {
      await mayRead(request);
      return reply
        .type('application/jsonl')
        .header('cache-control', 'no-store')
        .send(Readable.from(exportLedger(db, request.query)));
    },
  );
  app.get(
    '/ledger/retention',
    { schema: { operationId: 'readRetention', tags, summary: 'For how long entries are kept, and which may be sealed now', response: { 200: RetentionView } } },
    async (request) => {
      await mayRead(request);
      const end = before(new Date());
      return { keep: configuration.ledger.keep ?? null, before: end?.toISOString() ?? null, sealable: (end && (await sealable(db, end))) ?? null };
    },
  );
  app.post(
    '/ledger/seal',
    {
      schema: {
        operationId: 'sealLedger',
        tags,
        summary: 'Replace the oldest entries by a seal, once they lie in an exported file. For the operator',
        body: z.strictObject({ last: z.int().min(1), digest: Sha256, file: Sha256.describe('Of the exported file') }),
        response: { 200: z.object({ seal: Seal, entry: z.int() }) },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      await access.demand({ caller, action: 'node:operate', requestId: request.id });
      const at = new Date();
      return sealLedger(db, { ...request.body, by: nameOf(caller), at, before: before(at) });
    },
  );
}
