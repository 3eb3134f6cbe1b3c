import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { invalid } from '../../../kernel/errors.ts';
import type { Doing } from '../membership-store.ts';
import { listMemberships, membershipHistory, MembershipHistory, MembershipList, MembershipView } from '../membership-view.ts';
import { MEMBERSHIP_STATES } from '../../tables.ts';
import { MembershipId, Role, ScopeInput } from '../statement.ts';
import type { Api, MembershipRouteOptions } from './options.ts';

const Reason = z.string().trim().min(1).max(1_000);
const Until = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const params = z.strictObject({ id: MembershipId });
const tags = ['federation'];

/** Whom this node belongs to and who belongs to it, for its operator. */
export async function operatorMembershipRoutes(app: Api, { db, memberships, mayOperate }: MembershipRouteOptions): Promise<void> {
  const doing = async (request: FastifyRequest): Promise<Doing> => ({ by: await mayOperate(request), now: new Date(), requestId: request.id });
  const view = async (id: string, now: Date) => {
    const { history: _history, ...rest } = await membershipHistory(db, id, now);
    return rest;
  };

  app.get(
    '/federation/memberships',
    {
      schema: {
        operationId: 'listMemberships',
        tags,
        summary: 'The hubs of this node and its members, with those that wait or are over. For the operator',
        querystring: z.strictObject({ side: z.enum(['member', 'hub']).optional(), state: z.enum(MEMBERSHIP_STATES).optional() }),
        response: { 200: MembershipList },
      },
    },
    async (request) => {
      const { now } = await doing(request);
      return { items: await listMemberships(db, { ...request.query, now }) };
    },
  );

  app.post(
    '/federation/memberships',
    {
      schema: {
        operationId: 'joinHub',
        tags,
        summary: 'Ask another node to take this one in. For the operator',
        body: z.strictObject({
          hub: z.string().min(1).max(2_000).describe('The hub’s address'),
          role: Role.default('platform').describe('platform: resources of its own; hub: hands on its members’; peer: not handed on by the hub'),
          sharesGroup: z.boolean().default(false).describe('Hand over what is restricted to the group'),
          trustsAskers: z.boolean().default(false).describe('Take the hub’s word for who asks'),
          message: Reason.optional().describe('To the hub’s operator'),
        }),
        response: { 200: MembershipView },
      },
    },
    async (request) => {
      const by = await doing(request);
      const { id } = await memberships.join(request.body, by);
      return view(id, by.now);
    },
  );

  app.post(
    '/federation/memberships/refresh',
    {
      schema: {
        operationId: 'refreshMemberships',
        tags,
        summary: 'Ask every hub now how the memberships stand. For the operator',
        response: { 200: MembershipList },
      },
    },
    async (request) => {
      const { now } = await doing(request);
      await memberships.refresh(now);
      return { items: await listMemberships(db, { now }) };
    },
  );

  app.get(
    '/federation/memberships/:id',
    { schema: { operationId: 'readMembership', tags, summary: 'A membership with its history. For the operator', params, response: { 200: MembershipHistory } } },
    async (request) => {
      const { now } = await doing(request);
      return membershipHistory(db, request.params.id, now);
    },
  );

  const admission = { role: Role.optional(), scope: ScopeInput.optional().describe('What of the member is taken in; all where nothing is named'), until: Until.nullish() };

  app.post(
    '/federation/memberships/:id/admit',
    {
      schema: {
        operationId: 'admitMember',
        tags,
        summary: 'Let a node in that asked. For the operator',
        description: 'Its self-description is read at the address it gave, and must be the one it asked with.',
        params,
        body: z.strictObject(admission),
        response: { 200: MembershipView },
      },
    },
    async (request) => {
      const by = await doing(request);
      await memberships.admit(request.params.id, request.body, by);
      return view(request.params.id, by.now);
    },
  );

  app.post(
    '/federation/memberships/:id/refuse',
    {
      schema: {
        operationId: 'refuseMember',
        tags,
        summary: 'Refuse a node that asked. For the operator',
        params,
        body: z.strictObject({ reason: Reason.optional() }),
        response: { 200: MembershipView },
      },
    },
    async (request) => {
      const by = await doing(request);
      await memberships.refuse(request.params.id, request.body, by);
      return view(request.params.id, by.now);
    },
  );

  app.patch(
    '/federation/memberships/:id',
    {
      schema: {
        operationId: 'amendMembership',
        tags,
        summary: 'Change a membership that stands. For the operator',
        description: 'The hub changes role, scope and term (`until: null` for none), the member what it hands over. What is not named stays.',
        params,
        body: z.strictObject({ ...admission, sharesGroup: z.boolean().optional(), trustsAskers: z.boolean().optional() }),
        response: { 200: MembershipView },
      },
    },
    async (request) => {
      const by = await doing(request);
      const { id } = request.params;
      const { sharesGroup, trustsAskers, ...admitted } = request.body;
      const ofMember = sharesGroup !== undefined || trustsAskers !== undefined;
      if (ofMember === Object.values(admitted).some((value) => value !== undefined))
        throw invalid('Change role, scope or term, which the hub decides, or what the member hands over; one of the two.');
      await (ofMember ? memberships.offer(id, { sharesGroup, trustsAskers }, by) : memberships.amend(id, admitted, by));
      return view(id, by.now);
    },
  );

  app.post(
    '/federation/memberships/:id/end',
    {
      schema: {
        operationId: 'endMembership',
        tags,
        summary: 'Leave a hub, or end the membership of a member. For the operator',
        description: 'For good: to belong together again, the member asks anew.',
        params,
        body: z.strictObject({ reason: Reason.optional() }),
        response: { 200: MembershipView },
      },
    },
    async (request) => {
      const by = await doing(request);
      await memberships.end(request.params.id, request.body, by);
      return view(request.params.id, by.now);
    },
  );
}
