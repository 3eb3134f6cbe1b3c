import { CERTIFIED_KIND, defaultCertification, writeDefaultCertification, type Certification } from '../../access/certificates/index.ts';
import { run, type Db } from '../../kernel/database.ts';
import * as ledger from '../../ledger/index.ts';
import { applyVisibility } from '../apply-visibility.ts';
import { lockCatalogue } from '../publish-records.ts';

const PAGE = 1_000;

/**
 * Asks for a certificate of every dataset from now on, or no longer: they are shown accordingly in the same transaction.
 * @returns how many are shown otherwise than before.
 */
export async function certifyByDefault(db: Db, certification: Certification, at: Date): Promise<number> {
  return db.transaction().execute(async (trx) => {
    if ((await defaultCertification(trx)) === certification) return 0;
    await lockCatalogue(trx);
    await writeDefaultCertification(trx, certification);
    let [last, changed] = [0, 0];
    for (;;) {
      const { rows } = await run(trx, 'select id, ordinal from catalogue.resource where kind = $1 and ordinal > $2 order by ordinal limit $3', [CERTIFIED_KIND, last, PAGE]);
      changed += await applyVisibility(
        trx,
        rows.map((row) => row['id'] as string),
        at,
      );
      if (rows.length < PAGE) break;
      last = rows.at(-1)?.['ordinal'] as number;
    }
    await ledger.record(trx, { at, actor: 'node:start', action: 'certification.default', subject: 'node', detail: { certification, changed } });
    return changed;
  });
}
