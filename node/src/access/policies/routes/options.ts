import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawReplyDefaultExpression, RawRequestDefaultExpression, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Caller } from '../../../identity/index.ts';
import type { Db } from '../../../kernel/database.ts';
import type { Subject } from '../../access.ts';
import type { OpenAccess } from '../../open-access.ts';
import type { PolicyEditing } from '../adopt-policies.ts';

/** What the operations of policies and decisions need from the node they run in. */
export interface PolicyRouteOptions {
  db: Db;
  access: OpenAccess;
  callerOf: (request: FastifyRequest) => Caller;
  /** The resources that there are, whoever may discover them. */
  subjectsOf: (ids: readonly string[]) => Promise<Map<string, Subject>>;
}

/** A server whose schemas are zod's. */
export type Api = FastifyInstance<RawServerDefault, RawRequestDefaultExpression, RawReplyDefaultExpression, FastifyBaseLogger, ZodTypeProvider>;

/** What a use case is told by an HTTP request. */
export const editingOf =
  ({ db, access, callerOf }: PolicyRouteOptions) =>
  (request: FastifyRequest): PolicyEditing => ({ db, access, policies: access.policies, caller: callerOf(request), at: new Date(), requestId: request.id });
