import { z } from 'zod';
import { nameOf } from '../../../identity/index.ts';
import { RESOURCE_ID } from '../../../kernel/identifiers.ts';
import { LanguageMap } from '../../../kernel/language-map.ts';
import { checkVisa } from '../check-visa.ts';
import { grantsOf, isActive } from '../../requests/index.ts';
import { issuePassport, MOST_GRANTS, personOf } from '../issue-passport.ts';
import { PASSPORT_LIMITS } from '../read-passports.ts';
import { visasOf } from '../visa-store.ts';
import { issuingOf, type Api, type PassportRouteOptions } from './options.ts';

export const PassportView = z.object({
  passport: z.string().describe('A GA4GH passport: a JWT of type vnd.ga4gh.passport+jwt'),
  expires: z.iso.datetime(),
  ga4gh_passport_v1: z.array(z.string()).describe('Its visas, as JWTs of type vnd.ga4gh.visa+jwt'),
  visas: z.array(z.object({ type: z.string(), value: z.string(), expires: z.iso.datetime() })),
  withheld: z
    .array(z.object({ resource: z.string(), reasons: z.array(z.object({ policy: z.string(), text: LanguageMap })) }))
    .describe('Granted, but the answer at this moment is no'),
  left: z.int().describe(`Grants beyond the ${MOST_GRANTS} of one passport; ask for them by resource`),
});

export const VisaList = z.object({
  items: z.array(
    z.object({ id: z.string(), type: z.string(), value: z.string(), resource: z.string().nullable(), issued: z.iso.datetime(), expires: z.iso.datetime(), active: z.boolean() }),
  ),
});

/** Answers that hold tokens are kept by nobody on the way (AAI profile, Conformance for Clients, 2.2). */
const UNKEPT = { 'cache-control': 'no-cache, no-store', pragma: 'no-cache' };

/** My passport and its visas; and for whoever holds one, whether it still holds. */
export function issueOperations(app: Api, options: PassportRouteOptions): void {
  const tags = ['passports'];
  app.post(
    '/passport',
    {
      schema: {
        operationId: 'issuePassport',
        tags,
        summary: 'My GA4GH passport: what was granted to me, as signed visas that hold for an hour at most',
        body: z
          .strictObject({
            audience: z.string().trim().min(1).max(500).optional().describe('The service it is for; others refuse it'),
            resources: z.array(z.string().regex(RESOURCE_ID, 'is no identifier of a resource')).min(1).max(MOST_GRANTS).optional().describe('These resources alone'),
          })
          .nullish(),
        response: { 200: PassportView },
      },
    },
    async (request, reply) => {
      const { passport, expires, visas, withheld, left } = await issuePassport(issuingOf(options, request), request.body ?? {});
      return reply.headers(UNKEPT).send({
        passport,
        expires: expires.toISOString(),
        ga4gh_passport_v1: visas.map(({ token }) => token),
        visas: visas.map(({ type, value, expires: end }) => ({ type, value, expires: end.toISOString() })),
        withheld: withheld.map(({ resource, decision }) => ({ resource, reasons: decision.reasons.map(({ policy, text }) => ({ policy, text })) })),
        left,
      });
    },
  );
  app.get(
    '/passport/visas',
    { schema: { operationId: 'listVisas', tags, summary: 'Visas issued to me that have not expired, and whether what they carry was taken back', response: { 200: VisaList } } },
    async (request) => {
      const { db, caller, now } = issuingOf(options, request);
      const person = nameOf(personOf(caller));
      const [visas, grants] = await Promise.all([visasOf(db, person, now), grantsOf(db, { person })]);
      const active = new Set(grants.filter((grant) => isActive(grant, now)).map(({ id }) => id));
      return {
        items: visas.map(({ jti, type, value, resource, grant, issued, expires }) => ({
          id: jti,
          type,
          value,
          resource,
          issued: issued.toISOString(),
          expires: expires.toISOString(),
          active: grant === null || active.has(grant),
        })),
      };
    },
  );
  app.post(
    '/passport/check',
    {
      schema: {
        operationId: 'checkVisa',
        tags,
        summary: 'Does this visa of this node still hold? For whoever was shown it',
        body: z.strictObject({ visa: z.string().min(1).max(PASSPORT_LIMITS.each) }),
        response: { 200: z.object({ active: z.boolean(), type: z.string().optional(), value: z.string().optional(), expires: z.iso.datetime().optional() }) },
      },
    },
    async (request, reply) => {
      const { expires, ...check } = await checkVisa(issuingOf(options, request), request.body.visa);
      return reply.headers(UNKEPT).send({ ...check, ...(expires ? { expires: expires.toISOString() } : {}) });
    },
  );
}
