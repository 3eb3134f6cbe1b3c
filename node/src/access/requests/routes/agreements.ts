import { z } from 'zod';
import { nameOf } from '../../../identity/index.ts';
import { DomainError, notFound } from '../../../kernel/errors.ts';
import { LanguageMap } from '../../../kernel/language-map.ts';
import { acceptAgreement, writeAgreement } from '../agreements.ts';
import { acceptancesOf, agreementOf, currentAgreements, type Acceptance, type Agreement } from '../agreement-store.ts';
import { grantsOf, isActive } from '../grant-store.ts';
import { AgreementList, AgreementView, GrantList } from '../request-view.ts';
import { askingOf, type Api, type RequestRouteOptions } from './options.ts';

const Id = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,99}$/, 'is no name of an agreement (small letters, digits, points and hyphens)');
const Text = LanguageMap.refine((map) => Object.values(map).every((text) => text.length <= 200_000), 'is longer than 200,000 characters');

/** Agreements, read by anybody; and what was granted to me. */
export function agreementOperations(app: Api, options: RequestRouteOptions): void {
  const asking = askingOf(options);
  const tags = ['requests'];
  const { db } = options;
  const view = (agreement: Agreement, current: number, accepted: readonly Acceptance[]): z.infer<typeof AgreementView> => ({
    ...agreement,
    current,
    at: agreement.at.toISOString(),
    accepted: accepted.find((it) => it.agreement === agreement.id && it.version === agreement.version)?.at.toISOString(),
  });

  app.get('/agreements', { schema: { operationId: 'listAgreements', tags, summary: 'Agreements, as they read now', response: { 200: AgreementList } } }, async (request) => {
    const [agreements, accepted] = await Promise.all([currentAgreements(db), acceptancesOf(db, nameOf(options.callerOf(request)))]);
    return { items: agreements.map((it) => view(it, it.version, accepted)) };
  });
  app.get(
    '/agreements/:id',
    {
      schema: {
        operationId: 'readAgreement',
        tags,
        summary: 'An agreement, as it reads now or as it read in a version',
        params: z.strictObject({ id: Id }),
        querystring: z.strictObject({ version: z.coerce.number().int().min(1).optional() }),
        response: { 200: AgreementView },
      },
    },
    async (request) => {
      const { id } = request.params;
      const [current, shown, accepted] = await Promise.all([agreementOf(db, id), agreementOf(db, id, request.query.version), acceptancesOf(db, nameOf(options.callerOf(request)))]);
      if (!current || !shown) throw notFound(`There is no such agreement "${id}" here.`);
      return view(shown, current.version, accepted);
    },
  );
  app.put(
    '/agreements/:id',
    {
      schema: {
        operationId: 'writeAgreement',
        tags,
        summary: 'Write an agreement, or a new version of it, in both languages. For stewards.',
        params: z.strictObject({ id: Id }),
        body: z.strictObject({ title: Text, text: Text }),
        response: { 200: z.object({ version: z.int() }) },
      },
    },
    async (request) => ({ version: await writeAgreement(asking(request), request.params.id, request.body) }),
  );
  app.post(
    '/agreements/:id/acceptance',
    {
      schema: {
        operationId: 'acceptAgreement',
        tags,
        summary: 'Accept the current version of an agreement by typing one’s name',
        params: z.strictObject({ id: Id }),
        body: z.strictObject({ version: z.int().min(1), name: z.string().trim().min(1).max(300) }),
        response: { 200: AgreementView },
      },
    },
    async (request) => {
      const asked = asking(request);
      const { id } = request.params;
      await acceptAgreement(asked, id, request.body.version, request.body.name);
      const [agreement, accepted] = await Promise.all([agreementOf(db, id, request.body.version), acceptancesOf(db, nameOf(asked.caller))]);
      return view(agreement!, request.body.version, accepted);
    },
  );
  app.get('/grants', { schema: { operationId: 'listGrants', tags, summary: 'What was granted to me, ended grants too', response: { 200: GrantList } } }, async (request) => {
    const { caller, subjectsOf, at } = asking(request);
    if (caller.kind === 'anyone') throw new DomainError('unauthenticated', 'Sign in first: grants are shown to whom they were given.');
    const grants = await grantsOf(db, { person: nameOf(caller) });
    const subjects = await subjectsOf([...new Set(grants.map(({ resource }) => resource))]);
    return {
      items: grants.map(({ id, request: of, resource, actions, purpose, obligations, from, until, revoked }) => ({
        id,
        request: of,
        resource: { id: resource, title: subjects.get(resource)?.title ?? { en: resource } },
        actions,
        purpose: purpose.title,
        obligations,
        from: from.toISOString(),
        until: until.toISOString(),
        revoked: revoked?.toISOString(),
        active: isActive({ from, until, revoked }, at),
      })),
    };
  });
}
