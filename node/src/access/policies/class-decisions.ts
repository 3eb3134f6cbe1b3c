import { rolesFor, type Caller } from '../../identity/index.ts';
import type { MayDiscover } from '../discovery/compose-sight.ts';
import { discoveryRequest } from './discovery-request.ts';
import type { Engine } from './engine.ts';

/** Answers kept for one engine. */
const MOST_KEPT = 20_000;

/**
 * Whether the policies let a caller discover the resources of a class. Many classes are asked for at once, for each who
 * asks: an answer is kept as long as the engine, the caller's standing and the clock leave it as it is.
 */
export function classDecisions(engine: () => Engine): MayDiscover {
  let asked: Engine | undefined;
  const kept = new Map<string, { allowed: boolean; until: number }>();
  return (caller, of, when, now) => {
    const current = engine();
    if (current !== asked || kept.size >= MOST_KEPT) kept.clear();
    asked = current;
    const key = JSON.stringify([standingOf(caller), [...rolesFor(caller, { organisation: of.organisation }, now)], of.name, when]);
    const known = kept.get(key);
    if (known && now.getTime() < known.until) return known;
    const request = discoveryRequest(caller, of, { now, inTime: when === 'shown' || !of.timed });
    const allowed = current.isAllowed(request);
    const decided = { allowed, until: current.nextChange(request, now)?.getTime() ?? Infinity };
    kept.set(key, decided);
    return decided;
  };
}

/** Everything of a caller that policies can tell apart, but for the roles. */
const standingOf = (caller: Caller) =>
  caller.kind === 'person' || caller.kind === 'program'
    ? [caller.kind, caller.id, caller.organisation, caller.country, 'orcid' in caller ? caller.orcid : undefined, caller.scopes]
    : caller.kind;
