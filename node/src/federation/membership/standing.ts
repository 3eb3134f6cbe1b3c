import type { MembershipRole, MembershipState } from '../tables.ts';
import { digestOfMembershipStatement, type MembershipStatement, type RequestStatement, type ScopeInput, type SignedMembershipStatement } from './statement.ts';

/** How a membership stands by what both sides said; whether its term is over is asked of the clock by whoever acts on it. */
export interface Standing {
  state: Exclude<MembershipState, 'expired'>;
  request: RequestStatement;
  role: MembershipRole;
  scope: ScopeInput;
  sharesGroup: boolean;
  trustsAskers: boolean;
  until: Date | undefined;
  decided: Date | undefined;
  ended: Date | undefined;
  reason: string | undefined;
}

type OfType<T extends MembershipStatement['type']> = Extract<MembershipStatement, { type: T }>;

/** Undefined where nobody asked. The same for the same statements, in whatever order they came. */
export function standingOf(statements: readonly SignedMembershipStatement[]): Standing | undefined {
  const ordered = statements
    .map((it) => ({ value: it.value, digest: digestOfMembershipStatement(it) }))
    .sort((a, b) => a.value.number - b.value.number || (a.digest < b.digest ? -1 : 1))
    .map(({ value }) => value);
  const last = <T extends MembershipStatement['type']>(...types: T[]) => ordered.findLast((it): it is OfType<T> => (types as string[]).includes(it.type));
  const request = last('request');
  if (!request) return undefined;
  const offer = last('offer') ?? request;
  const decision = last('admission', 'refusal');
  // Who leaves has left, also where the hub ended it at the same time.
  const ends = ordered.filter((it) => it.type === 'end');
  const end = ends.find(({ by }) => by === 'member') ?? ends[0];
  const admission = last('admission');
  return {
    state: end ? (end.by === 'member' ? 'left' : 'ended') : !decision ? 'asked' : decision.type === 'admission' ? 'admitted' : 'refused',
    request,
    role: admission?.role ?? request.role,
    scope: admission?.scope ?? {},
    sharesGroup: offer.sharesGroup,
    trustsAskers: offer.trustsAskers,
    until: admission?.until ? new Date(admission.until) : undefined,
    decided: decision && new Date(decision.at),
    ended: end && new Date(end.at),
    reason: end?.reason ?? (decision?.type === 'refusal' ? decision.reason : undefined),
  };
}

/** A state as it is at an instant. */
export const stateAt = (state: MembershipState, until: Date | null | undefined, now: Date): MembershipState => (state === 'admitted' && until && until <= now ? 'expired' : state);
