import type { Caller } from '../../identity/index.ts';
import type { Db } from '../../kernel/database.ts';
import { canonicalJson } from '../../kernel/identifiers.ts';
import type { Sight } from '../sight.ts';
import { classesInUse } from './class-store.ts';
import { composeSight, type Composed, type Granted, type MayDiscover } from './compose-sight.ts';

export interface SightsOptions {
  db: Db;
  mayDiscover: MayDiscover;
  /** The resources that grants open to somebody now. */
  grantsOf: (caller: Caller, now: Date) => Promise<Granted[]>;
  now: () => Date;
  /** Whether changes are heard of at the moment: while they are not, nothing is kept. */
  hears: () => boolean;
}

/** What everybody may discover, kept until something changes. */
export interface Sights {
  /** As it looks at this instant. */
  sightOf(caller: Caller): Promise<Sight>;
  /** Something changed that sights are made of. */
  forget(): void;
}

/** At most so many sights are kept; the ones asked for longest ago make room. */
const MOST_KEPT = 5_000;

export function openSights({ db, mayDiscover, grantsOf, now, hears }: SightsOptions): Sights {
  const kept = new Map<string, { composed: Composed; at: Date }>();
  let generation = 0;

  const compose = async (caller: Caller, at: Date): Promise<Composed> => {
    if (caller.kind === 'operator' || caller.kind === 'node') return composeSight(caller, [], [], mayDiscover, at);
    const [classes, granted] = await Promise.all([classesInUse(db), grantsOf(caller, at)]);
    return composeSight(caller, classes, granted, mayDiscover, at);
  };

  return {
    async sightOf(caller) {
      const at = now();
      const key = keyOf(caller);
      const known = kept.get(key);
      // A clock that was set back makes roles and grants valid again that had ended.
      if (known && at >= known.at && (!known.composed.until || at < known.composed.until)) {
        kept.delete(key);
        kept.set(key, known);
        return { ...known.composed.sight, at };
      }
      const begun = generation;
      const composed = await compose(caller, at);
      if (hears() && begun === generation) {
        kept.delete(key);
        kept.set(key, { composed, at });
        const oldest = kept.keys().next().value;
        if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      }
      return { ...composed.sight, at };
    },
    forget() {
      generation++;
      kept.clear();
    },
  };
}

/** Everything of a caller that what may be discovered depends on. */
function keyOf(caller: Caller): string {
  if (caller.kind === 'anyone' || caller.kind === 'operator' || caller.kind === 'node') return caller.kind;
  const { kind, id, organisation, country, roles, scopes } = caller;
  return canonicalJson([
    kind,
    id,
    organisation ?? null,
    country ?? null,
    roles.map(({ role, scope, until }) => [role, scope, until?.getTime() ?? null]),
    scopes ? [...scopes] : null,
  ]);
}
