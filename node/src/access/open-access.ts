import { nameOf, type Caller } from '../identity/index.ts';
import { DomainError, forbidden } from '../kernel/errors.ts';
import type { Db } from '../kernel/database.ts';
import type { Access, Decision, Question } from './access.ts';
import { FULL_SIGHT, PUBLIC_SIGHT } from './sight.ts';

export interface AccessOptions {
  db: Db;
  databaseUrl: string;
}

export interface OpenAccess extends Access {
  close(): Promise<void>;
}

/**
 * Opens the door every room asks at. Deny by default: the operator and the node itself may act, everybody may read what
 * is published.
 */
export async function openAccess(_options: AccessOptions): Promise<OpenAccess> {
  const decide = async (question: Question): Promise<Decision> => decideByKind(question);
  return {
    decide,
    async demand(question) {
      const decision = await decide(question);
      if (!decision.allowed) throw refusal(question.caller, decision);
      return decision;
    },
    sightOf: async (caller) => (mayEverything(caller) ? FULL_SIGHT : PUBLIC_SIGHT),
    settled: async () => undefined,
    close: async () => undefined,
  };
}

const mayEverything = (caller: Caller): boolean => caller.kind === 'operator' || caller.kind === 'node';

function decideByKind({ caller, action }: Question): Decision {
  const allowed = mayEverything(caller);
  const text = allowed
    ? { en: `${nameOf(caller)} of this node.`, zh: `本节点的 ${nameOf(caller)}。` }
    : { en: `"${action}" is for this node's operator.`, zh: `“${action}”限本节点运行者。` };
  return { allowed, answer: allowed ? 'yes' : 'no', reasons: [{ policy: 'operator', outcome: allowed ? 'permits' : 'lacks', text }], obligations: [] };
}

/** The error of a refused question: whoever is not known is asked to sign in first. */
export function refusal(caller: Caller, { reasons }: Decision): DomainError {
  const why = reasons.map(({ text }) => text['en']).join(' ');
  return caller.kind === 'anyone' ? new DomainError('unauthenticated', `${why} Sign in, or send a token as "Authorization: Bearer …".`) : forbidden(why);
}
