import { z } from 'zod';
import { Purpose } from '../../../access/data-use/index.ts';
import { Country } from '../../../access/terms/index.ts';
import type { Api } from '../../routes/options.ts';
import { mayIUse, useResource } from '../may-i.ts';
import { editTerms, readTerms } from '../terms-of-resource.ts';
import { AccessView, TermsView, UseView } from '../views.ts';
import { stewardingOf, type StewardshipRouteOptions } from './options.ts';

const params = z.strictObject({ id: z.string() });
const tags = ['access'];

/** On what terms, may I, and here I am. */
export function termsRoutes(app: Api, options: StewardshipRouteOptions): void {
  app.get(
    '/resources/:id/terms',
    {
      schema: {
        operationId: 'readTerms',
        tags,
        summary: 'On what terms a resource may be discovered and used',
        description: 'Whole and with every version for its stewards; for others what is asked for.',
        params,
        response: { 200: TermsView },
      },
    },
    (request) => readTerms(stewardingOf(options, request), request.params.id),
  );
  app.put(
    '/resources/:id/terms',
    {
      schema: {
        operationId: 'writeTerms',
        tags,
        summary: 'Write the terms of a resource',
        description:
          'For stewards. The terms are written whole; those before stay as versions. With `version`, the one that was read, nothing is written where another has come since.',
        params,
        body: z.strictObject({ terms: z.record(z.string(), z.unknown()), note: z.string().max(1_000).optional(), version: z.int().min(0).optional() }),
        response: { 200: TermsView },
      },
    },
    async (request) => {
      const context = stewardingOf(options, request);
      await editTerms(context, request.params.id, request.body as never);
      await options.catchUp();
      return readTerms(context, request.params.id);
    },
  );
  app.get(
    '/resources/:id/access',
    {
      schema: {
        operationId: 'readAccess',
        tags,
        summary: 'May I use it?',
        description: 'The answer as it is now, without a purpose, with its reasons; what is asked for; embargo and certificate.',
        params,
        response: { 200: AccessView },
      },
    },
    (request, reply) => {
      void reply.header('cache-control', 'no-store');
      return mayIUse(stewardingOf(options, request), request.params.id);
    },
  );
  app.post(
    '/resources/:id/use',
    {
      schema: {
        operationId: 'useResource',
        tags,
        summary: 'Use it, for a purpose',
        description:
          'The answer at the moment of use, entered in the ledger. With a `destination` (ISO 3166-1 alpha-2) the question is whether the data may be taken there. With a yes come where the data lie and what the asker is bound to.',
        params,
        body: z.strictObject({ purpose: Purpose.optional(), destination: Country.optional(), passports: z.array(z.string().max(1_048_576)).max(20).optional() }),
        response: { 200: UseView },
      },
    },
    (request, reply) => {
      void reply.header('cache-control', 'no-store');
      return useResource(stewardingOf(options, request), request.params.id, request.body);
    },
  );
}
