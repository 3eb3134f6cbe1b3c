import type { Sight } from '../access/index.ts';
import type { Db } from '../kernel/database.ts';
import { runSeen } from './seen.ts';

/** A part of all addresses: so many resources, in the order in which they came here. */
export interface AddressPart {
  /** From 1. */
  part: number;
  /** How many resources it holds. */
  count: number;
  /** The latest change among them. */
  updated: Date;
  /** Between which ordinals they stand, both included. */
  first: number;
  last: number;
}

/**
 * The parts of what a sight shows, of at most `size` resources each. Parts are counted by what is seen, so that nothing
 * about the rest can be told from them.
 */
export async function addressParts(db: Db, sight: Sight, size: number): Promise<AddressPart[]> {
  const { rows } = await runSeen(
    db,
    sight,
    `select part, count(*)::int as count, max(updated) as updated, min(ordinal) as first, max(ordinal) as last
     from (select r.ordinal, r.updated, ((row_number() over (order by r.ordinal) - 1) / $1::int + 1)::int as part from catalogue.resource r where seen(r)) placed
     group by part order by part`,
    [size],
  );
  return rows as unknown as AddressPart[];
}

/** The resources of a part, a page of some thousands at a time. */
export async function* addressesOf(db: Db, sight: Sight, { first, last }: Pick<AddressPart, 'first' | 'last'>): AsyncGenerator<{ id: string; updated: Date }[]> {
  let after = first - 1;
  for (;;) {
    const { rows } = await runSeen(
      db,
      sight,
      `select r.id, r.updated, r.ordinal from catalogue.resource r where r.ordinal > $1 and r.ordinal <= $2 and seen(r) order by r.ordinal limit 5000`,
      [after, last],
    );
    if (rows.length === 0) return;
    yield rows as unknown as { id: string; updated: Date }[];
    after = rows.at(-1)!['ordinal'] as number;
  }
}
