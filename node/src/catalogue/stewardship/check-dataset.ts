import type { z } from 'zod';
import { certifiedDigest, readCheckReport, writeCheckReport, type CheckReport } from '../../access/certificates/index.ts';
import { OPEN_TERMS, termsOf } from '../../access/terms/index.ts';
import { nameOf } from '../../identity/index.ts';
import type { Db } from '../../kernel/database.ts';
import { notFound, type Flaw } from '../../kernel/errors.ts';
import { flawsOf } from '../../kernel/flaws.ts';
import * as ledger from '../../ledger/index.ts';
import { LOCAL } from '../compose.ts';
import { Amendment, Description } from '../description.ts';
import type { Reading } from '../read-resource.ts';
import { recordsOfResources } from '../resource-store.ts';
import type { ResourceView } from '../resource.ts';
import { runSeen } from '../seen.ts';
import { qualityChecks } from './checks/quality-checks.ts';
import { safetyChecks } from './checks/safety-checks.ts';
import { lookThrough } from './sample/look-through.ts';
import { stewarded, type Stewarding } from './stewarded.ts';
import { reportView, type CheckReportView } from './views.ts';

export interface Sample {
  chunks: AsyncIterable<Uint8Array>;
  /** Names of the columns that tell persons apart together; by their names where left out. */
  quasi?: readonly string[] | undefined;
}

/** Checks quality and safety of a dataset by its description and, where given, a table of it. The findings are kept, the table is not. */
export async function checkDataset(context: Stewarding, id: string, sample?: Sample): Promise<z.infer<typeof CheckReportView>> {
  const { resource, subject } = await stewarded(context, id);
  const { caller, access, at, requestId, reading } = context;
  await access.demand({ caller, action: 'resource:certify', resource: subject, requestId });
  const [terms, flaws, claimedElsewhere, looked] = await Promise.all([
    termsOf(reading.db, [resource.id]).then((found) => found.get(resource.id) ?? OPEN_TERMS),
    flawsOfRecords(reading.db, resource.id),
    claimsElsewhere(reading, resource),
    sample && lookThrough(sample.chunks, sample.quasi),
  ]);
  const report: Omit<CheckReport, 'id'> = {
    resource: resource.id,
    revision: resource.revision,
    digest: certifiedDigest(resource),
    at,
    by: nameOf(caller),
    checks: [...qualityChecks({ content: resource, flaws, claimedElsewhere }), ...safetyChecks({ terms, looked, now: at })],
    ...(looked ? { sample: { rows: looked.rows, columns: looked.columns, bytes: looked.bytes, digest: looked.digest } } : {}),
  };
  const number = await reading.db.transaction().execute(async (trx) => {
    const written = await writeCheckReport(trx, report);
    const outcomes = Object.fromEntries(report.checks.map(({ check, outcome }) => [check, outcome]));
    await ledger.record(trx, {
      at,
      actor: nameOf(caller),
      action: 'certificate.check',
      subject: resource.id,
      detail: { report: written, outcomes, sample: report.sample, requestId },
    });
    return written;
  });
  return reportView({ ...report, id: number });
}

/** The newest report on a resource, for those who certify it. */
export async function readChecks(context: Stewarding, id: string): Promise<z.infer<typeof CheckReportView>> {
  const { resource, subject } = await stewarded(context, id);
  const { caller, access, requestId, reading } = context;
  await access.demand({ caller, action: 'resource:certify', resource: subject, requestId });
  const report = await readCheckReport(reading.db, resource.id);
  if (!report) throw notFound(`"${resource.id}" has not been checked yet.`);
  return reportView(report);
}

/** What the records of a resource say that a description may not say. */
async function flawsOfRecords(db: Db, id: string): Promise<Flaw[]> {
  const records = (await recordsOfResources(db, [id])).get(id) ?? [];
  return records.flatMap(({ source, description }) => {
    const checked = (source === LOCAL ? Amendment : Description).safeParse(description);
    return checked.success ? [] : flawsOf(checked.error.issues);
  });
}

/** Identifiers of a resource that others, which the caller may discover, state for themselves. */
async function claimsElsewhere({ db, sight, vocabulary }: Reading, { id, identifiers }: ResourceView): Promise<{ identifier: string; resource: string }[]> {
  if (identifiers.length === 0) return [];
  const names = new Map(identifiers.map((identifier) => [vocabulary.prefixes.canonical(identifier), identifier]));
  const { rows } = await runSeen(
    db,
    sight,
    `select distinct n.name, r.id from catalogue.name n join catalogue.resource r on r.id = n.resource_id
     where n.name = any($1::text[]) and n.denotes and r.id <> $2 and r.merged_into is null and seen(r) limit 20`,
    [[...names.keys()], id],
  );
  return rows.map((row) => ({ identifier: names.get(row['name'] as string) ?? '', resource: row['id'] as string }));
}
