import type { Db } from '../kernel/database.ts';
import type { Source } from './source.ts';
import { exchangeTables } from './tables.ts';

/** What is still known of a source that is no longer configured. */
export type RemovedSource = Pick<Source, 'id' | 'title' | 'description' | 'homepage' | 'licence'> & { standard: string; removed: Date };

/** Notes which sources the operator defines now; those defined before keep what they brought and are shown as removed. */
export async function noteDefinedSources(db: Db, sources: readonly Source[], at: Date): Promise<void> {
  const defined = sources.filter(({ standard, anyAddress }) => standard !== undefined && !anyAddress);
  await db.transaction().execute(async (trx) => {
    const tables = exchangeTables(trx);
    const rows = defined.map(({ id, standard = '', title, description, homepage, licence }) => ({
      id,
      standard,
      title: JSON.stringify(title),
      description: JSON.stringify(description),
      homepage,
      licence: licence ? JSON.stringify(licence) : null,
      removed: null,
    }));
    if (rows.length > 0) {
      await tables
        .insertInto('defined_source')
        .values(rows)
        .onConflict((it) =>
          it.column('id').doUpdateSet(({ ref }) => ({
            standard: ref('excluded.standard'),
            title: ref('excluded.title'),
            description: ref('excluded.description'),
            homepage: ref('excluded.homepage'),
            licence: ref('excluded.licence'),
            removed: null,
          })),
        )
        .execute();
    }
    const gone = tables.updateTable('defined_source').set({ removed: at }).where('removed', 'is', null);
    await (
      rows.length > 0
        ? gone.where(
            'id',
            'not in',
            rows.map(({ id }) => id),
          )
        : gone
    ).execute();
  });
}

/** Sources that were defined once and are no longer. */
export async function removedSources(db: Db): Promise<RemovedSource[]> {
  const rows = await exchangeTables(db).selectFrom('defined_source').selectAll().where('removed', 'is not', null).orderBy('id').execute();
  return rows.map(({ licence, removed, ...row }) => ({ ...row, licence: licence ?? undefined, removed: removed! }));
}
