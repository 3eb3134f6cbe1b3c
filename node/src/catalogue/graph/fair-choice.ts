import { PREDICATE_NAMES } from '../predicates.ts';
import type { Neighbour } from './edge-store.ts';

/** Neighbours of one predicate, direction and sort, the best first. */
export type Groups = Map<string, string[]>;

const rank = (predicate: string) => String(PREDICATE_NAMES.indexOf(predicate as (typeof PREDICATE_NAMES)[number])).padStart(2, '0');
export const groupOf = ({ predicate, direction, sort }: Omit<Neighbour, 'other'>): string => `${rank(predicate)} ${direction === 'out' ? 0 : 1} ${sort}`;

/**
 * Chooses nodes by turns, one of each group a round, so that a few thousand workflows do not hide the two servers. A
 * node of several groups counts once. The same groups give the same choice.
 */
export function chooseFairly(groups: Groups, limit: number, without: ReadonlySet<string> = new Set()): string[] {
  const chosen = new Set<string>();
  const queues = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, ids]) => ids.filter((id) => !without.has(id)));
  const places = queues.map(() => 0);
  for (let taken = true; taken && chosen.size < limit;) {
    taken = false;
    for (const [index, queue] of queues.entries()) {
      while ((places[index] as number) < queue.length && chosen.has(queue[places[index] as number] as string)) places[index] = (places[index] as number) + 1;
      const next = queue[places[index] as number];
      if (next === undefined || chosen.size >= limit) continue;
      chosen.add(next);
      taken = true;
    }
  }
  return [...chosen];
}
