import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { invalid } from '../../kernel/errors.ts';
import type { Vocabulary } from '../../vocabulary/index.ts';
import { CheckReport } from './check-report.ts';
import { checkDocument } from './check-document.ts';

const LARGEST_DOCUMENT = 4 * 2 ** 20;

/** `POST /check`, in a scope of its own: there the body is taken as it comes, whatever its type says. */
export async function checkRoute(scope: FastifyInstance, { vocabulary }: { vocabulary: () => Vocabulary }): Promise<void> {
  const app = scope.withTypeProvider<ZodTypeProvider>();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LARGEST_DOCUMENT }, (_request, body, done) => done(null, body));
  app.post(
    '/check',
    {
      bodyLimit: LARGEST_DOCUMENT,
      schema: {
        operationId: 'checkDocument',
        tags: ['quality'],
        summary: 'The FAIR and quality report of a description that is not registered',
        description:
          'The body is the document itself (up to 4 MiB): a description in this node’s own form, DCAT, Bioschemas, RO-Crate, bio.tools, CSV or another standard the node reads. It is checked field by field and assessed; nothing is stored, and no address it names is asked.',
        querystring: z.strictObject({
          as: z.string().max(60).optional().describe('The standard to read it as; told by its content where left out'),
          name: z.string().min(1).max(300).default('document').describe('Its file name, which may tell what it is'),
        }),
        response: { 200: CheckReport },
      },
    },
    async (request) => {
      if (!(request.body instanceof Uint8Array)) throw invalid('The document is empty: send it as the body of the request.');
      return checkDocument({ content: request.body, ...request.query }, vocabulary(), new Date());
    },
  );
}
