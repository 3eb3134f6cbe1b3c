import { run, type Db } from '../kernel/database.ts';

/** What is public has an address that may be handed to anybody. */
const PUBLIC = `status in ('published', 'deprecated')`;

/** A part of all addresses: those of so many ordinals, which never move to another part. */
export interface AddressPart {
  /** From 1. */
  part: number;
  /** How many public resources it holds. */
  count: number;
  /** The latest change among them. */
  updated: Date;
}

/** The parts that hold anything, of at most `size` resources each. */
export async function addressParts(db: Db, size: number): Promise<AddressPart[]> {
  const { rows } = await run(
    db,
    `select ((ordinal - 1) / $1::int + 1)::int as part, count(*)::int as count, max(updated) as updated from catalogue.resource where ${PUBLIC} group by 1 order by 1`,
    [size],
  );
  return rows as unknown as AddressPart[];
}

/** The resources of a part, a page of some thousands at a time. */
export async function* addressesOf(db: Db, { part, size }: { part: number; size: number }): AsyncGenerator<{ id: string; updated: Date }[]> {
  let after = (part - 1) * size;
  for (;;) {
    const { rows } = await run(db, `select id, updated, ordinal from catalogue.resource where ${PUBLIC} and ordinal > $1 and ordinal <= $2 order by ordinal limit 5000`, [
      after,
      part * size,
    ]);
    if (rows.length === 0) return;
    yield rows as unknown as { id: string; updated: Date }[];
    after = rows.at(-1)!['ordinal'] as number;
  }
}
