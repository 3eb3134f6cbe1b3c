import { z } from 'zod';
import { CERTIFICATE_MONTHS } from '../../../access/certificates/index.ts';
import type { Api } from '../../routes/options.ts';
import { checkDataset, readChecks } from '../check-dataset.ts';
import { certify, revoke } from '../certify.ts';
import { SAMPLE_LIMITS } from '../sample/read-table.ts';
import { CertificateView, CheckReportView } from '../views.ts';
import { stewardingOf, type StewardshipRouteOptions } from './options.ts';

const params = z.strictObject({ id: z.string() });
const tags = ['access'];
const Reason = z.string().trim().min(3, 'says too little').max(2_000);

/** Checks and certificates. */
export async function certificateRoutes(app: Api, options: StewardshipRouteOptions): Promise<void> {
  app.get(
    '/resources/:id/checks',
    { schema: { operationId: 'readChecks', tags, summary: 'What the last checks found', description: 'For those who certify it.', params, response: { 200: CheckReportView } } },
    (request) => readChecks(stewardingOf(options, request), request.params.id),
  );
  app.post(
    '/resources/:id/certificate',
    {
      schema: {
        operationId: 'certify',
        tags,
        summary: 'Certify a dataset',
        description: `By a report whose checks all pass; else a steward signs for it with a reason. Holds ${CERTIFICATE_MONTHS.usual} months unless other months are given.`,
        params,
        body: z.strictObject({ report: z.int().positive().optional(), months: z.int().min(1).max(CERTIFICATE_MONTHS.most).optional(), reason: Reason.optional() }),
        response: { 201: CertificateView },
      },
    },
    async (request, reply) => {
      const certificate = await certify(stewardingOf(options, request), request.params.id, request.body);
      await options.catchUp();
      return reply.status(201).send(certificate);
    },
  );
  app.delete(
    '/resources/:id/certificate',
    {
      schema: {
        operationId: 'revokeCertificate',
        tags,
        summary: 'Revoke the certificate of a dataset',
        params,
        querystring: z.strictObject({ reason: Reason }),
        response: { 200: CertificateView },
      },
    },
    async (request) => {
      const certificate = await revoke(stewardingOf(options, request), request.params.id, request.query.reason);
      await options.catchUp();
      return certificate;
    },
  );
  // In a scope of its own: there the body is a table that is read as it streams in, whatever its type says.
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    (scope as unknown as Api).post(
      '/resources/:id/checks',
      {
        bodyLimit: SAMPLE_LIMITS.bytes,
        schema: {
          operationId: 'checkDataset',
          tags,
          summary: 'Check quality and safety of a dataset',
          description: `For those who certify it. The body, if there is one, is a table of the data as text (CSV; up to ${SAMPLE_LIMITS.bytes / 2 ** 20} MiB): it is looked through for what points at single persons, and nothing of it is kept. \`quasi\` names the columns that tell persons apart together.`,
          params,
          querystring: z.strictObject({ quasi: z.string().max(4_000).optional() }),
          response: { 200: CheckReportView },
        },
      },
      async (request) => {
        const body = request.body as AsyncIterable<Uint8Array> | null | undefined;
        const quasi = request.query.quasi
          ?.split(',')
          .map((name) => name.trim())
          .filter(Boolean);
        return checkDataset(stewardingOf(options, request), request.params.id, body ? { chunks: body, quasi: quasi && quasi.length > 0 ? quasi : undefined } : undefined);
      },
    );
  });
}
