import type { z } from 'zod';
import {
  allPass,
  CERTIFICATE_MONTHS,
  certificatesOf,
  certifiedDigest,
  nextCertificate,
  readCheckReport,
  revokeCertificate,
  writeCertificate,
  type Certificate,
} from '../../access/certificates/index.ts';
import { nameOf } from '../../identity/index.ts';
import { conflict, invalid, notFound } from '../../kernel/errors.ts';
import { digestOf } from '../../kernel/identifiers.ts';
import * as ledger from '../../ledger/index.ts';
import { applyVisibility } from '../apply-visibility.ts';
import { lockCatalogue } from '../publish-records.ts';
import { resourcesForUpdate } from '../resource-store.ts';
import { stewarded, type Stewarding } from './stewarded.ts';
import { certificateView, type CertificateView } from './views.ts';

/** The media type of a certificate's signature, without `application/`. */
export const CERTIFICATE_TYPE = 'biotope-certificate+jwt';
/** A report older than this says too little about today. */
const REPORT_DAYS = 30;
const DAY = 86_400_000;
const FILES_CHANGED = () => conflict('The files have changed since these checks. Check it again, then certify it.');

export interface Certifying {
  /** Number of the report to certify by; the newest where left out. */
  report?: number | undefined;
  /** For how long it holds. */
  months?: number | undefined;
  /** Why a steward signs for it, where not every check passed. */
  reason?: string | undefined;
}

/** Certifies a dataset by a report whose checks all pass, or by a steward's signature for the rest. */
export async function certify(context: Stewarding, id: string, { report: asked, months = CERTIFICATE_MONTHS.usual, reason }: Certifying): Promise<z.infer<typeof CertificateView>> {
  const { resource, subject } = await stewarded(context, id);
  const { caller, access, at, keys, reading, requestId } = context;
  await access.demand({ caller, action: 'resource:certify', resource: subject, requestId });
  const report = await readCheckReport(reading.db, resource.id, asked);
  if (!report) throw notFound(asked === undefined ? `"${resource.id}" has not been checked yet: check it first.` : `There is no report ${asked} on "${resource.id}".`);
  const digest = certifiedDigest(resource);
  if (report.digest !== digest) throw FILES_CHANGED();
  if (at.getTime() - report.at.getTime() > REPORT_DAYS * DAY) throw conflict(`These checks are more than ${REPORT_DAYS} days old. Check it again, then certify it.`);
  const open = report.checks.filter(({ outcome }) => outcome !== 'passes').map(({ check }) => check);
  if (!allPass(report.checks) && !reason)
    throw invalid(`Not every check passed (${open.join(', ')}). Mend what they found, or sign for it: give the reason.`, [{ pointer: '/reason', reason: 'is missing' }]);

  const expires = new Date(at);
  expires.setUTCMonth(expires.getUTCMonth() + months);
  const checks = report.checks.map(({ check, outcome }) => ({ check, outcome }));
  const certificate = await reading.db.transaction().execute(async (trx) => {
    // From here on nobody changes the files until the certificate stands.
    await lockCatalogue(trx);
    const current = (await resourcesForUpdate(trx, [resource.id])).get(resource.id);
    if (!current || certifiedDigest(current.content) !== digest) throw FILES_CHANGED();
    const number = await nextCertificate(trx);
    const signature = await keys.sign(
      'certificate',
      {
        iss: reading.baseUrl,
        sub: `${reading.baseUrl}/r/${resource.id}`,
        iat: Math.floor(at.getTime() / 1_000),
        exp: Math.floor(expires.getTime() / 1_000),
        jti: `${reading.baseUrl}/certificates/${number}`,
        revision: resource.revision,
        digest: `sha-256:${digest}`,
        checks: Object.fromEntries(checks.map(({ check, outcome }) => [check, outcome])),
        report: digestOf(report.checks),
        ...(open.length > 0 ? { signedFor: reason } : {}),
      },
      { typ: CERTIFICATE_TYPE, now: at, expires, jku: `${reading.baseUrl}/.well-known/jwks.json` },
    );
    const written: Certificate = {
      id: number,
      resource: resource.id,
      revision: resource.revision,
      digest,
      report: report.id,
      checks,
      at,
      by: nameOf(caller),
      signedFor: open.length > 0 ? reason : undefined,
      expires,
      signature,
    };
    await writeCertificate(trx, written);
    await applyVisibility(trx, [resource.id], at);
    await ledger.record(trx, {
      at,
      actor: nameOf(caller),
      action: 'certificate.issue',
      subject: resource.id,
      detail: { certificate: number, report: report.id, digest, expires: expires.toISOString(), signedFor: written.signedFor, open, requestId },
    });
    return written;
  });
  await access.settled();
  return certificateView(certificate, resource, at);
}

/** Takes a certificate back, for a reason. From this instant it counts for nothing. */
export async function revoke(context: Stewarding, id: string, reason: string): Promise<z.infer<typeof CertificateView>> {
  const { resource, subject } = await stewarded(context, id);
  const { caller, access, at, reading, requestId } = context;
  await access.demand({ caller, action: 'resource:certify', resource: subject, requestId });
  const certificate = (await certificatesOf(reading.db, [resource.id])).get(resource.id);
  if (!certificate) throw notFound(`"${resource.id}" has no certificate.`);
  const by = nameOf(caller);
  await reading.db.transaction().execute(async (trx) => {
    if (!(await revokeCertificate(trx, certificate.id, { at, by, reason }))) throw conflict(`Certificate ${certificate.id} is revoked already.`);
    await applyVisibility(trx, [resource.id], at);
    await ledger.record(trx, { at, actor: by, action: 'certificate.revoke', subject: resource.id, detail: { certificate: certificate.id, reason, requestId } });
  });
  await access.settled();
  return certificateView({ ...certificate, revoked: { at, by, reason } }, resource, at);
}
