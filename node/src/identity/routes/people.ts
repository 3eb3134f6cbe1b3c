import { inTransaction } from '../../kernel/database.ts';
import { z } from 'zod';
import { createAccount, LoginName, resetAccount } from '../accounts/accounts.ts';
import { amendPerson, createPerson, giveRole, takeRole } from '../people/manage-people.ts';
import { Country, Orcid, OrganisationRef, PersonAmendment, PersonId, PersonView } from '../people/person.ts';
import { findPeople, viewOf } from '../people/person-store.ts';
import { Role, RoleScope, type RoleScope as Scope } from '../roles.ts';
import { endSessions } from '../sessions/session-store.ts';
import { managing, type Api, type IdentityRouteOptions } from './options.ts';

const one = z.strictObject({ id: PersonId });
/** A role to be given; without an end it holds until it is taken away. */
export const RoleGiven = z.strictObject({ role: Role, scope: RoleScope, until: z.iso.datetime({ offset: true }).optional() });
export const heldOf = ({ role, scope, until }: z.infer<typeof RoleGiven>) => ({ role, scope: scope as Scope, ...(until ? { until: new Date(until) } : {}) });

export const PeoplePage = z.object({ items: z.array(PersonView), next: z.string().nullable() });
/** `secret` is for the first sign-in, and this answer alone holds it. */
export const PersonMade = PersonView.extend({ secret: z.string().nullable() });
export const AccountReset = z.object({ login: z.string(), secret: z.string() });

/** People and their roles, for those who manage them. */
export async function peopleRoutes(app: Api, options: IdentityRouteOptions): Promise<void> {
  const { db } = options;
  const tags = ['people'];
  const shown = (id: string) => viewOf(db, id, new Date());

  app.get(
    '/people',
    {
      schema: {
        operationId: 'findPeople',
        tags,
        summary: 'Find people',
        querystring: z.strictObject({
          q: z.string().max(200).optional(),
          role: Role.optional(),
          cursor: PersonId.optional(),
          limit: z.coerce.number().int().min(1).max(100).default(20),
        }),
        response: { 200: PeoplePage },
      },
    },
    async (request) => {
      await managing(options, request);
      return findPeople(db, request.query, new Date());
    },
  );
  app.get('/people/:id', { schema: { operationId: 'readPerson', tags, summary: 'One person', params: one, response: { 200: PersonView } } }, async (request) => {
    await managing(options, request);
    return shown(request.params.id);
  });
  app.post(
    '/people',
    {
      schema: {
        operationId: 'createPerson',
        tags,
        summary: 'Make a person known, with an account of this node where a login name is given',
        body: z.strictObject({
          name: z.string().trim().min(1).max(200),
          email: z.email().max(254).optional(),
          orcid: Orcid.optional(),
          organisation: OrganisationRef.optional(),
          country: Country.optional(),
          login: LoginName.optional(),
        }),
        response: { 201: PersonMade },
      },
    },
    async (request, reply) => {
      const by = await managing(options, request);
      const { login, ...person } = request.body;
      const { id, secret } = await inTransaction(db, async (trx) => {
        const within = { ...by, db: trx };
        const { id } = await createPerson(within, person);
        return { id, secret: login ? await createAccount(within, { login, person: id }) : null };
      });
      return reply
        .status(201)
        .header('cache-control', 'no-store')
        .send({ ...(await shown(id)), secret });
    },
  );
  app.patch(
    '/people/:id',
    {
      schema: { operationId: 'amendPerson', tags, summary: 'Change what is said of a person, or shut them out', params: one, body: PersonAmendment, response: { 200: PersonView } },
    },
    async (request) => {
      await amendPerson(await managing(options, request), request.params.id, request.body);
      await options.settled();
      return shown(request.params.id);
    },
  );
  app.post(
    '/people/:id/roles',
    { schema: { operationId: 'giveRole', tags, summary: 'Give a person a role, or change until when it holds', params: one, body: RoleGiven, response: { 200: PersonView } } },
    async (request) => {
      await giveRole(await managing(options, request), { kind: 'person', id: request.params.id }, heldOf(request.body));
      await options.settled();
      return shown(request.params.id);
    },
  );
  app.delete(
    '/people/:id/roles/:role',
    {
      schema: {
        operationId: 'takeRole',
        tags,
        summary: 'Take a role away',
        params: one.extend({ role: z.coerce.number().int().positive() }),
        response: { 200: PersonView },
      },
    },
    async (request) => {
      await takeRole(await managing(options, request), { kind: 'person', id: request.params.id }, request.params.role);
      await options.settled();
      return shown(request.params.id);
    },
  );
  app.delete(
    '/people/:id/sessions',
    { schema: { operationId: 'signPersonOut', tags, summary: 'Sign a person out everywhere', params: one, response: { 200: z.object({ ended: z.int() }) } } },
    async (request) => {
      const { by, at } = await managing(options, request);
      return { ended: await endSessions(db, request.params.id, { allBut: undefined }, by, at) };
    },
  );
  app.post(
    '/accounts/:login/reset',
    {
      schema: {
        operationId: 'resetAccount',
        tags,
        summary: 'A new one-time secret for an account of this node',
        params: z.strictObject({ login: LoginName }),
        response: { 200: AccountReset },
      },
    },
    async (request, reply) => {
      const secret = await resetAccount(await managing(options, request), request.params.login);
      return reply.header('cache-control', 'no-store').send({ login: request.params.login, secret });
    },
  );
}
