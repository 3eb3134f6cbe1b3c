import { sql } from 'kysely';
import type { Sight } from '../../access/index.ts';
import { run, type Db } from '../../kernel/database.ts';
import type { FindingName, QualitySummary } from './report.ts';
import { isPublicRow, seenIn } from '../seen.ts';
import type { MetricId } from './metrics.ts';

/** What is kept of a resource's last assessment: enough to count and to list what fails. */
export interface QualityRow {
  resource_id: string;
  sources: string[];
  partly: MetricId[];
  fails: MetricId[];
  findings: FindingName[];
}

/** Writes the rows that differ from what is kept. */
export async function writeQuality(db: Db, rows: QualityRow[]): Promise<void> {
  await sql`
    insert into catalogue.resource_quality as known (resource_id, sources, partly, fails, findings)
    select resource_id, sources, partly, fails, findings
    from json_to_recordset(${JSON.stringify(rows)}::json) as t(resource_id text, sources text[], partly text[], fails text[], findings text[])
    on conflict (resource_id) do update set sources = excluded.sources, partly = excluded.partly, fails = excluded.fails, findings = excluded.findings
    where (known.sources, known.partly, known.fails, known.findings) is distinct from (excluded.sources, excluded.partly, excluded.fails, excluded.findings)`.execute(db);
}

/** Forgets what was said of resources that the public no longer sees. */
export const forgetGone = (db: Db) =>
  run(db, `delete from catalogue.resource_quality q where not exists (select 1 from catalogue.resource r where r.id = q.resource_id and ${isPublicRow('r')})`);

export type KeptSummary = Omit<QualitySummary, 'computed' | 'stale'>;

/** Replaces all counts at once. `seen` names the state of the catalogue they were made of. */
export async function writeSummaries(db: Db, summaries: Map<string, KeptSummary>, seen: string, computed: Date): Promise<void> {
  const rows = [...summaries].map(([scope, summary]) => ({ scope, summary }));
  await db.transaction().execute(async (trx) => {
    await run(trx, 'delete from catalogue.quality_summary');
    await sql`insert into catalogue.quality_summary (scope, summary, seen, computed)
      select scope, summary, ${seen}, ${computed}::timestamptz from json_to_recordset(${JSON.stringify(rows)}::json) as t(scope text, summary jsonb)`.execute(trx);
  });
}

export async function readSummary(db: Db, scope: string): Promise<{ summary: KeptSummary; computed: Date } | undefined> {
  const { rows } = await run(db, 'select summary, computed from catalogue.quality_summary where scope = $1', [scope]);
  return rows[0] as { summary: KeptSummary; computed: Date } | undefined;
}

/** The state of the catalogue that the kept counts were made of. */
export async function seenState(db: Db): Promise<string | undefined> {
  const { rows } = await run(db, `select seen from catalogue.quality_summary where scope = 'node'`);
  return rows[0]?.['seen'] as string | undefined;
}

/**
 * Names the state that assessments depend on: any change of a resource that everybody sees, of what is known of an
 * address, of a term or of the rules changes it; nothing else does.
 */
export async function presentState(db: Db, generation: number, rules: string): Promise<string> {
  const { rows } = await run(
    db,
    `select (select max(updated) from catalogue.resource r where r.visibility = 'public') as resources,
       (select count(*) from catalogue.resource r where ${isPublicRow('r')}) as count, (select max(checked) from catalogue.address_check) as addresses`,
  );
  const at = (value: unknown) => (value instanceof Date ? value.toISOString() : '-');
  return [at(rows[0]?.['resources']), rows[0]?.['count'], at(rows[0]?.['addresses']), generation, rules].join(' ');
}

export interface QualityListRequest {
  source?: string | undefined;
  metric?: MetricId | undefined;
  verdict?: 'partly' | 'fails' | undefined;
  finding?: FindingName | undefined;
  /** The ordinal after which to go on. */
  after: number;
  limit: number;
}

/** Resources whose last assessment fits, in the order in which they came to the catalogue. */
export async function listQuality(db: Db, sight: Sight, { source, metric, verdict, finding, after, limit }: QualityListRequest) {
  const parameters: unknown[] = [];
  const bind = (value: unknown) => `$${parameters.push(value)}`;
  const conditions = [isPublicRow('r'), seenIn(sight, parameters).seen('r'), `r.ordinal > ${bind(after)}`];
  if (source) conditions.push(`${bind(source)} = any(q.sources)`);
  if (metric) conditions.push(verdict ? `${bind(metric)} = any(q.${verdict})` : `(${bind(metric)} = any(q.fails) or ${bind(metric)} = any(q.partly))`);
  if (finding) conditions.push(`${bind(finding)} = any(q.findings)`);
  const { rows } = await run(
    db,
    `select r.ordinal, r.id, r.category, r.kind, r.status, r.title, q.partly, q.fails, q.findings
     from catalogue.resource_quality q join catalogue.resource r on r.id = q.resource_id
     where ${conditions.join(' and ')} order by r.ordinal limit ${bind(limit + 1)}`,
    parameters,
  );
  return rows;
}
