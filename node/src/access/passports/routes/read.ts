import { z } from 'zod';
import { LanguageMap } from '../../../kernel/language-map.ts';
import { PASSPORT_LIMITS } from '../read-passports.ts';
import { issuingOf, type Api, type PassportRouteOptions } from './options.ts';

export const ReadingView = z.object({
  visas: z.array(
    z.object({
      type: z.string(),
      value: z.string(),
      source: z.string(),
      by: z.string().nullable(),
      issuer: z.string(),
      subject: z.string(),
      until: z.iso.datetime().describe('Until when it counts, by its own end and those of the passport and of the visas its conditions rest on'),
    }),
  ),
  refused: z.array(
    z.object({ code: z.string(), reason: LanguageMap, what: z.enum(['passport', 'visa', 'token']), issuer: z.string().nullable(), token: z.string(), at: z.string().nullable() }),
  ),
});

/** What counts here of what one would show, and why the rest does not. */
export function readOperation(app: Api, options: PassportRouteOptions): void {
  app.post(
    '/passport/reading',
    {
      schema: {
        operationId: 'readPassports',
        tags: ['passports'],
        summary: 'What of these passports and visas counts here, and why the rest does not',
        // The reader itself says what is too large, so that it is booked.
        body: z.strictObject({
          passports: z
            .array(z.string())
            .min(1)
            .max(PASSPORT_LIMITS.visas * 2),
        }),
        response: { 200: ReadingView },
      },
    },
    async (request, reply) => {
      const { caller, now, requestId } = issuingOf(options, request);
      const { visas, refusals } = await options.passports.read(request.body.passports, { caller, now, requestId });
      return reply.header('cache-control', 'no-store').send({
        visas: visas.map(({ object, issuer, subject, until }) => ({
          type: object.type,
          value: object.value,
          source: object.source,
          by: object.by ?? null,
          issuer,
          subject,
          until: until.toISOString(),
        })),
        refused: refusals.map(({ code, reason, what, issuer, token, at }) => ({ code, reason, what, issuer: issuer ?? null, token, at: at ?? null })),
      });
    },
  );
}
