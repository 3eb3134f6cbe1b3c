import { z } from 'zod';
import { DomainError } from '../../../kernel/errors.ts';
import { takeSignedRequests } from '../../peer/index.ts';
import { Exchanged, LARGEST_EXCHANGE } from '../exchange-statements.ts';
import { readMembership } from '../membership-store.ts';
import { MembershipId } from '../statement.ts';
import type { Api, MembershipRouteOptions } from './options.ts';

/** What nodes ask each other about their memberships: every request is signed by the node that asks (RFC 9421). */
export async function nodeMembershipRoutes(app: Api, { db, self, keys, url, memberships }: MembershipRouteOptions): Promise<void> {
  const { nodeOf } = takeSignedRequests(app, { db, keys, url });
  const schema = {
    tags: ['federation'],
    body: Exchanged,
    response: { 200: Exchanged },
  };

  app.post(
    '/federation/join-requests',
    {
      bodyLimit: LARGEST_EXCHANGE,
      config: { limits: 'signIn' },
      schema: {
        ...schema,
        operationId: 'askToJoin',
        summary: 'A node asks to belong to this one',
        description: 'With its signed self-description and its signed request. This node’s operator decides; the answer says what is known of the membership here.',
      },
    },
    async (request) => memberships.receive({ message: request.body, nodeOf: (from) => nodeOf(request, from), now: new Date() }),
  );

  app.post(
    '/federation/memberships/:id/statements',
    {
      bodyLimit: LARGEST_EXCHANGE,
      schema: {
        ...schema,
        operationId: 'exchangeMembershipStatements',
        summary: 'The other node of a membership says what it knows of it, and hears what is known here',
        params: z.strictObject({ id: MembershipId }),
      },
    },
    async (request) => memberships.receive({ id: request.params.id, message: request.body, nodeOf: (from) => nodeOf(request, from), now: new Date() }),
  );

  app.get(
    '/federation/memberships/:id/standing',
    {
      schema: {
        operationId: 'readMembershipStanding',
        tags: ['federation'],
        summary: 'What both sides of a membership said, for the other node of it',
        params: z.strictObject({ id: MembershipId }),
        response: { 200: Exchanged },
      },
    },
    async (request) => {
      const [asking, membership] = await Promise.all([nodeOf(request), readMembership(db, request.params.id)]);
      if (!membership || asking !== membership.node) throw new DomainError('not-found', 'There is no such membership of the node that asks.');
      return { node: await self.document(new Date()), statements: membership.statements };
    },
  );
}
