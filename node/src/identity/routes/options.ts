import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawReplyDefaultExpression, RawRequestDefaultExpression, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Db } from '../../kernel/database.ts';
import { DomainError, forbidden } from '../../kernel/errors.ts';
import type { Seal } from '../accounts/second-factor.ts';
import type { Caller, Person } from '../caller.ts';
import type { Managing } from '../people/manage-people.ts';

export type Api = FastifyInstance<RawServerDefault, RawRequestDefaultExpression, RawReplyDefaultExpression, FastifyBaseLogger, ZodTypeProvider>;

export interface IdentityRouteOptions {
  db: Db;
  callerOf: (request: FastifyRequest) => Caller;
  /** Throws where the caller may not manage people; answers how the caller stands in the ledger. */
  mayManagePeople: (request: FastifyRequest) => Promise<string>;
  /** Opens the secrets that second factors share with the node. */
  seal: Seal;
  /** How the node calls itself in a person's app. */
  issuer: string;
  /** Comes back once every change committed before counts. */
  settled: () => Promise<void>;
}

/** Whoever asks as themselves: a person, by a session or a token. */
export function personAsking({ callerOf }: IdentityRouteOptions, request: FastifyRequest): Person {
  const caller = callerOf(request);
  if (caller.kind === 'person') return caller;
  if (caller.kind === 'anyone') throw new DomainError('unauthenticated', 'This is about one’s own account. Sign in first.');
  throw forbidden('This is about a person’s own account; the operator’s key and programs have none.');
}

/** The same for what a token must not do: make further tokens, or change who one is. */
export function personSignedIn(options: IdentityRouteOptions, request: FastifyRequest): Person {
  const person = personAsking(options, request);
  if (person.scopes) throw forbidden('A token cannot do this, whatever its scopes: sign in on the pages.');
  return person;
}

export const managing = async ({ db, mayManagePeople }: IdentityRouteOptions, request: FastifyRequest): Promise<Managing> => ({
  db,
  by: await mayManagePeople(request),
  at: new Date(),
});
