import { isPublicSight, type Sight } from '../../access/index.ts';
import { run, type Db } from '../../kernel/database.ts';
import type { IndexSight } from './plan.ts';

/** Ordinals of the single resources of a sight, which never change; kept for as long as the sight's list is. */
const known = new WeakMap<readonly string[], Promise<readonly number[]>>();

/** A sight as the index takes it. */
export async function indexSight(db: Db, sight: Sight): Promise<IndexSight> {
  const { key, classes, anytime, resources, at = new Date() } = sight;
  const reach = isPublicSight(sight) ? 'public' : classes === 'all' && anytime === 'all' ? 'full' : 'listed';
  return { key, reach, classes, anytime, ordinals: resources.length === 0 ? [] : await ordinalsOf(db, resources), at: at.getTime() };
}

function ordinalsOf(db: Db, resources: readonly string[]): Promise<readonly number[]> {
  const held = known.get(resources);
  if (held) return held;
  const read = run(db, 'select ordinal from catalogue.resource where id = any($1::text[])', [resources]).then(({ rows }) => {
    // One that is not here yet may come.
    if (rows.length < resources.length) known.delete(resources);
    return rows.map((row) => row['ordinal'] as number);
  });
  known.set(resources, read);
  read.catch(() => known.delete(resources));
  return read;
}
