import { nameOf } from '../identity/index.ts';
import { canonicalJson, digestOf } from '../kernel/identifiers.ts';
import type { Entry } from '../ledger/index.ts';
import type { Decision, Question } from './access.ts';
import type { ClockReading } from './clock.ts';
import { Purpose } from './data-use/index.ts';
import type { Decided } from './decide.ts';

/**
 * Which answers are entered in the ledger. The use of data is entered each time. Of what is done to descriptions and to
 * the node, and of what somebody asks beforehand, the first answer is entered, and named again with those that repeat
 * it: the deed has an entry of its own. Who may discover what is decided by classes and entered by nobody; so is what a
 * page tells a reader it does not know. What is asked about somebody else is entered each time, with who asked.
 */
export const isEntered = ({ action, caller, askedBy, beforehand = false }: Question): 'always' | 'once' | 'never' =>
  askedBy
    ? 'always'
    : action === 'resource:discover' || (beforehand && caller.kind === 'anyone')
      ? 'never'
      : !beforehand && (action === 'resource:use' || action === 'resource:export')
        ? 'always'
        : 'once';

/** What a decision rests on, as the ledger keeps it. */
export function factsOf({ findings: { facts, grant, visa, terms } }: Decided, policySet: number): Record<string, unknown> {
  return {
    policySet,
    granted: grant?.id ?? visa?.visa ?? null,
    dataUse: facts.dataUse,
    embargoed: facts.embargoed,
    certified: facts.certified,
    ...(terms.dataCategories.length > 0 ? { dataCategories: terms.dataCategories } : {}),
  };
}

/** Who, what, for which purpose, the answer, the policies and facts that decided, and the request that asked. */
export function entryOf(
  { caller, action, resource, purpose, destination, askedBy, requestId }: Question,
  decision: Decision,
  facts: Record<string, unknown>,
  { now, wall, setBack }: ClockReading,
): Entry {
  const roles = 'roles' in caller ? caller.roles.map(({ role, scope }) => `${role} ${scope}`) : [];
  return {
    at: now,
    actor: nameOf(askedBy ?? caller),
    action: `decide.${action}`,
    subject: resource?.id ?? 'node',
    detail: {
      ...(askedBy ? { as: nameOf(caller) } : {}),
      answer: decision.answer,
      decidedBy: decision.reasons.map(({ policy, outcome }) => ({ policy, outcome })),
      facts: { ...facts, ...(roles.length > 0 ? { roles } : {}) },
      ...(purpose ? { purpose: { title: purpose.title, digest: digestOf(JSON.parse(canonicalJson(Purpose.parse(purpose)))) } } : {}),
      ...(destination ? { destination } : {}),
      ...(decision.until ? { until: decision.until.toISOString() } : {}),
      ...(requestId ? { requestId } : {}),
      ...(setBack ? { clockSetBack: { machine: wall.toISOString(), recorded: now.toISOString() } } : {}),
    },
  };
}
