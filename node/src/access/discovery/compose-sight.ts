import type { Caller, RoleHeld } from '../../identity/index.ts';
import { digestOf } from '../../kernel/identifiers.ts';
import { FULL_SIGHT, isPublicSight, PUBLIC_CLASS, PUBLIC_SIGHT, type Sight } from '../sight.ts';
import type { VisibilityClass } from './visibility-class.ts';

/**
 * Whether a caller may discover the resources of a class: while they are `shown`, or `whatever` the clock says. `until`:
 * when the clock alone may change that, in milliseconds since 1970; Infinity where it does not.
 */
export type MayDiscover = (caller: Caller, of: VisibilityClass, when: 'shown' | 'whatever', now: Date) => { allowed: boolean; until: number };

/** A permission for a single resource, and between which instants it holds. */
export interface Granted {
  resource: string;
  from?: Date | undefined;
  until?: Date | undefined;
}

/** A sight and the first instant at which the clock alone may make it another. */
export interface Composed {
  sight: Sight;
  until: Date | undefined;
}

/** What somebody may discover: each class decided once, and the single resources that a role or a grant opens. */
export function composeSight(caller: Caller, classes: readonly VisibilityClass[], granted: readonly Granted[], may: MayDiscover, now: Date): Composed {
  if (caller.kind === 'operator' || caller.kind === 'node') return { sight: FULL_SIGHT, until: undefined };
  const turns: number[] = [];
  const decided = (when: 'shown' | 'whatever') =>
    classes.flatMap((it) => {
      const { allowed, until } = may(caller, it, when, now);
      turns.push(until);
      return allowed ? [it.name] : [];
    });
  const [shown, anytime] = [decided('shown'), decided('whatever')];
  // A token that may not read opens nothing that its holder alone may see.
  const reads = caller.kind !== 'anyone' && (caller.scopes === undefined || caller.scopes.includes('read'));
  const held: readonly RoleHeld[] = caller.kind === 'anyone' ? [] : caller.roles;
  const single: Granted[] = reads
    ? [...held.flatMap(({ scope, until }) => (scope.startsWith('resource:') ? [{ resource: scope.slice('resource:'.length), until }] : [])), ...granted]
    : [];
  const holds = ({ from, until }: Granted) => (from === undefined || from <= now) && (until === undefined || now < until);
  const resources = [...new Set(single.filter(holds).map(({ resource }) => resource))].sort();
  for (const at of [...held.map(({ until }) => until), ...granted.flatMap(({ from, until }) => [from, until])]) if (at && at > now) turns.push(at.getTime());
  const composed: Sight = { key: digestOf([shown, anytime, resources]).slice(0, 24), classes: shown, anytime, resources };
  const sight = isPublicSight(composed) && anytime[0] === PUBLIC_CLASS ? PUBLIC_SIGHT : composed;
  const next = Math.min(...turns);
  return { sight, until: Number.isFinite(next) ? new Date(next) : undefined };
}
