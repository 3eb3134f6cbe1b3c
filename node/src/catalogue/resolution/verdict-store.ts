import { run, type Db } from '../../kernel/database.ts';

export interface RecordRef {
  source: string;
  key: string;
}

/** Two records, and whether a curator called them the same thing. */
export interface StoredVerdict {
  a: RecordRef;
  b: RecordRef;
  same: boolean;
}

/** A pair stands once, whichever way round it is given. */
const ordered = (a: RecordRef, b: RecordRef): [RecordRef, RecordRef] => (a.source < b.source || (a.source === b.source && a.key <= b.key) ? [a, b] : [b, a]);

/** Puts verdicts in the place of earlier ones on the same pairs. */
export async function writeVerdicts(trx: Db, verdicts: StoredVerdict[], { at, by }: { at: Date; by: string }): Promise<void> {
  if (verdicts.length === 0) return;
  const pairs = verdicts.map(({ a, b, same }) => ({ pair: ordered(a, b), same }));
  await run(
    trx,
    `insert into catalogue.verdict (a_source, a_key, b_source, b_key, same, at, by)
     select *, $6::timestamptz, $7 from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::boolean[])
     on conflict (a_source, a_key, b_source, b_key) do update set same = excluded.same, at = excluded.at, by = excluded.by`,
    [
      pairs.map(({ pair }) => pair[0].source),
      pairs.map(({ pair }) => pair[0].key),
      pairs.map(({ pair }) => pair[1].source),
      pairs.map(({ pair }) => pair[1].key),
      pairs.map(({ same }) => same),
      at,
      by,
    ],
  );
}

/** Takes back every verdict between a record of the one list and a record of the other; answers what they said. */
export async function takeBackVerdicts(trx: Db, some: RecordRef[], others: RecordRef[]): Promise<StoredVerdict[]> {
  const { rows } = await run(
    trx,
    `delete from catalogue.verdict v
     where ((v.a_source, v.a_key) in (select * from unnest($1::text[], $2::text[])) and (v.b_source, v.b_key) in (select * from unnest($3::text[], $4::text[])))
        or ((v.b_source, v.b_key) in (select * from unnest($1::text[], $2::text[])) and (v.a_source, v.a_key) in (select * from unnest($3::text[], $4::text[])))
     returning a_source, a_key, b_source, b_key, same`,
    [some.map(({ source }) => source), some.map(({ key }) => key), others.map(({ source }) => source), others.map(({ key }) => key)],
  );
  return rows.map((row) => ({
    a: { source: row['a_source'] as string, key: row['a_key'] as string },
    b: { source: row['b_source'] as string, key: row['b_key'] as string },
    same: row['same'] as boolean,
  }));
}
