import type { Caller } from '../identity/index.ts';
import { DomainError, forbidden } from '../kernel/errors.ts';

/** What may be asked for. */
export type Action = 'resource:edit' | 'harvest:run' | 'ledger:read';

/** Who may discover what: `public` sees published and deprecated resources, `keeper` drafts too. */
export type Audience = 'public' | 'keeper';

export interface Decision {
  allowed: boolean;
  reason: string;
}

/**
 * May this caller do this? Deny by default: the operator and the node itself may act, everybody may read what is
 * published.
 */
export function decide(caller: Caller, action: Action): Decision {
  if (caller.kind === 'anyone') return { allowed: false, reason: `"${action}" is for this node's operator` };
  return { allowed: true, reason: `${caller.kind} of this node` };
}

/** Throws where `decide` says no: unauthenticated where nobody is known, forbidden otherwise. */
export function demand(caller: Caller, action: Action): void {
  const decision = decide(caller, action);
  if (decision.allowed) return;
  if (caller.kind === 'anyone') {
    throw new DomainError('unauthenticated', `${decision.reason}. Send the operator's key as "Authorization: Bearer …"; it lies in the data folder, in the file operator.key.`);
  }
  throw forbidden(`${decision.reason}.`);
}

export const audienceOf = (caller: Caller): Audience => (caller.kind === 'anyone' ? 'public' : 'keeper');
