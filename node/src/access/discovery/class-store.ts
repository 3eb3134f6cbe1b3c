import { run, type Db } from '../../kernel/database.ts';
import { PUBLIC_CLASS } from '../sight.ts';
import { classOf, type VisibilityClass } from './visibility-class.ts';

/**
 * Notes that resources of these classes are there, in the transaction that writes them. Whoever keeps sights hears of
 * classes that are new, and of nothing else.
 */
export async function registerClasses(trx: Db, names: Iterable<string>): Promise<void> {
  const wanted = [...new Set(names)].filter((name) => name !== PUBLIC_CLASS).sort();
  if (wanted.length === 0) return;
  const known = await run(trx, 'select name from access.visibility_class where name = any($1::text[])', [wanted]);
  const fresh = wanted.filter((name) => !known.rows.some((row) => row['name'] === name)).map(classOf);
  if (fresh.length === 0) return;
  await run(
    trx,
    `insert into access.visibility_class (name, state, discovery, organisation, timed)
     select name, state, discovery, organisation, timed from json_to_recordset($1::json) as t(name text, state text, discovery text, organisation text, timed boolean)
     on conflict (name) do nothing`,
    [JSON.stringify(fresh)],
  );
}

/** Every class that some resource is or was of. */
export async function classesInUse(db: Db): Promise<VisibilityClass[]> {
  const { rows } = await run(db, 'select name from access.visibility_class order by name');
  return rows.map((row) => classOf(row['name'] as string));
}
