import { sql } from 'kysely';
import type { Db } from '../kernel/database.ts';

/** Tables this small are read whole by any plan. */
const FEW = 400;

/** Tells the database how much there is now, where that doubled since it last looked: its plans for large batches go by it. */
export async function analyseWhereGrown(db: Db): Promise<void> {
  const stale = await sql`
    select 1 from pg_stat_user_tables s join pg_class on pg_class.oid = relid
    where schemaname = 'catalogue' and s.relname in ('record', 'link') and n_live_tup > greatest(2 * reltuples, ${FEW})`.execute(db);
  if (stale.rows.length === 0) return;
  await db.transaction().execute(async (trx) => {
    // A rough idea of how much there is will do, and costs a tenth of the usual one.
    await sql`set local default_statistics_target = 10`.execute(trx);
    await sql`analyze catalogue.resource (id), catalogue.record (source, key, resource_id), catalogue.name (name, resource_id, source, record), catalogue.link (subject_id, object_id, target, object_type, source, record)`.execute(
      trx,
    );
  });
}
