import { run, type Db } from '../../kernel/database.ts';
import * as ledger from '../../ledger/index.ts';
import { certifiedDigest, type Files } from './certificate.ts';
import { certificatesOf } from './certificate-store.ts';

const REASON = 'The files are no longer those that were certified / 文件已不是获得认证时的文件';

/**
 * Ends the certificates of resources whose files are others than those certified, in the transaction that changes the
 * files: nobody certifies one thing and shows another. A steward may then certify anew.
 */
export async function lapseCertificates(trx: Db, resources: readonly { id: string; content: Files }[], { at, by }: { at: Date; by: string }): Promise<void> {
  const certificates = await certificatesOf(
    trx,
    resources.map(({ id }) => id),
  );
  if (certificates.size === 0) return;
  const lapsed = resources.flatMap(({ id, content }) => {
    const certificate = certificates.get(id);
    return certificate && !certificate.revoked && certificate.digest !== certifiedDigest(content) ? [certificate] : [];
  });
  if (lapsed.length === 0) return;
  await run(trx, 'update access.certificate set revoked_at = $1, revoked_by = $2, revoked_reason = $3 where id = any($4::bigint[])', [at, by, REASON, lapsed.map(({ id }) => id)]);
  await ledger.record(trx, {
    at,
    actor: by,
    action: 'certificate.lapse',
    subject: lapsed.map(({ resource }) => resource).join(' '),
    detail: { certificates: lapsed.map(({ id, resource }) => ({ certificate: id, resource })) },
  });
}
