import { propose, settleOthers } from '../catalogue/curation/index.ts';
import type { Db } from '../kernel/database.ts';
import { digestOf } from '../kernel/identifiers.ts';
import { exchangeTables } from './tables.ts';

/** So many rejections of a harvest come before a curator; all of them stand in its report. */
const MOST = 1_000;

/** What a node's operator left out on purpose asks nobody to decide. */
const ON_PURPOSE = "outside this node's scope%";

/** Brings what a harvest rejected before the curator, and closes what the source has mended since. */
export async function proposeRejections(trx: Db, { harvest, source, at }: { harvest: string; source: string; at: Date }): Promise<void> {
  const rows = await exchangeTables(trx)
    .selectFrom('rejection')
    .select(['record', 'field', 'reason'])
    .where('harvest_id', '=', harvest)
    .where('reason', 'not like', ON_PURPOSE)
    .orderBy('number')
    .limit(MOST)
    .execute();
  const proposals = rows.map(({ record, field, reason }) => ({
    type: 'rejected-record' as const,
    subject: `${source}:${record}`,
    fingerprint: digestOf([source, record, field, reason]),
    detail: { source, record, field, reason, harvest },
  }));
  await settleOthers(
    trx,
    'rejected-record',
    proposals.map(({ fingerprint }) => fingerprint),
    `${source}:`,
  );
  await propose(trx, proposals, at);
}
