import { sql } from 'kysely';
import { inRoom, type Db } from '../../kernel/database.ts';
import type { Certificate, CheckReport } from './certificate.ts';

interface CertificateRow {
  id: number;
  resource: string;
  revision: number;
  digest: string;
  report: number;
  checks: Certificate['checks'];
  at: Date;
  by: string;
  signed_for: string | null;
  expires: Date;
  signature: string;
  revoked_at: Date | null;
  revoked_by: string | null;
  revoked_reason: string | null;
}
interface ReportRow extends Omit<CheckReport, 'sample'> {
  sample: CheckReport['sample'] | null;
}

const tables = (db: Db) => inRoom<{ certificate: CertificateRow; check_report: ReportRow }>(db, 'access');

const certificateOf = (row: CertificateRow): Certificate => ({
  id: row.id,
  resource: row.resource,
  revision: row.revision,
  digest: row.digest,
  report: row.report,
  checks: row.checks,
  at: row.at,
  by: row.by,
  signedFor: row.signed_for ?? undefined,
  expires: row.expires,
  signature: row.signature,
  revoked: row.revoked_at ? { at: row.revoked_at, by: row.revoked_by ?? '', reason: row.revoked_reason ?? '' } : undefined,
});

/** The newest certificate of each of these resources, expired and revoked ones too: `certification` says what it is worth. */
export async function certificatesOf(db: Db, ids: readonly string[]): Promise<Map<string, Certificate>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<CertificateRow>`
    select distinct on (resource) * from access.certificate where resource = any(${[...ids]}::text[]) order by resource, id desc`.execute(db);
  return new Map(rows.map((row) => [row.resource, certificateOf(row)]));
}

/** The number the next certificate bears; the signature names it. */
export async function nextCertificate(trx: Db): Promise<number> {
  const { rows } = await sql<{ id: number }>`select nextval('access.certificate_number') as id`.execute(trx);
  return rows[0]?.id ?? 0;
}

export async function writeCertificate(trx: Db, it: Omit<Certificate, 'revoked'>): Promise<void> {
  const { signedFor, checks, ...row } = it;
  await sql`
    insert into access.certificate (id, resource, revision, digest, report, checks, at, by, signed_for, expires, signature)
    values (${row.id}, ${row.resource}, ${row.revision}, ${row.digest}, ${row.report}, ${JSON.stringify(checks)}::jsonb, ${row.at}, ${row.by}, ${signedFor ?? null}, ${row.expires}, ${row.signature})`.execute(
    trx,
  );
}

/** @returns whether there was one to revoke. */
export async function revokeCertificate(trx: Db, id: number, { at, by, reason }: { at: Date; by: string; reason: string }): Promise<boolean> {
  const { numUpdatedRows } = await tables(trx)
    .updateTable('certificate')
    .set({ revoked_at: at, revoked_by: by, revoked_reason: reason })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** @returns the report's number. */
export async function writeCheckReport(trx: Db, it: Omit<CheckReport, 'id'>): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into access.check_report (resource, revision, digest, at, by, checks, sample)
    values (${it.resource}, ${it.revision}, ${it.digest}, ${it.at}, ${it.by}, ${JSON.stringify(it.checks)}::jsonb, ${it.sample ? JSON.stringify(it.sample) : null}::jsonb) returning id`.execute(
    trx,
  );
  return rows[0]?.id ?? 0;
}

/** The newest report on a resource, or the one of this number. */
export async function readCheckReport(db: Db, resource: string, id?: number): Promise<CheckReport | undefined> {
  let query = tables(db).selectFrom('check_report').selectAll().where('resource', '=', resource);
  if (id !== undefined) query = query.where('id', '=', id);
  const row = await query.orderBy('id', 'desc').limit(1).executeTakeFirst();
  return row && { ...row, sample: row.sample ?? undefined };
}
