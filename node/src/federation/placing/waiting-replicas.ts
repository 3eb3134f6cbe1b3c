import type { SourceRecord } from '../../catalogue/index.ts';
import { run, type Db } from '../../kernel/database.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import type { DescriptionEnvelope, Envelope } from '../envelope.ts';
import { recordOfEnvelope } from './record-of-envelope.ts';

/** A batch is placed in one transaction. */
const BATCH = { replicas: 500, characters: 4 * 2 ** 20 };

/** A replica that the catalogue does not show as it should. */
export interface Waiting {
  resource: string;
  /** Hash of what is to be shown; null where nothing is. */
  wanted: string | null;
  /** Hash of what was placed before. */
  placed: string | null;
  /** What is to be shown. */
  record?: { envelope: DescriptionEnvelope; record: SourceRecord };
  /** Why it is shown no longer, in its origin's words; undefined where the origin took nothing back. */
  gone?: LanguageMap | undefined;
}

/** Replicas of one origin, those that have waited longest first. */
export interface Batch {
  origin: string;
  waiting: Waiting[];
}

/** The next replicas to place, but for those that are being placed now. */
export async function nextBatch(db: Db, isRegistry: (source: string) => boolean, under?: Batch): Promise<Batch | undefined> {
  const { rows } = await run(
    db,
    `with open as (
       select r.* from federation.replica r
       where r.placed is distinct from r.wanted and not (r.origin = $3 and r.resource = any($4::text[]))
     ), first as (select origin from open order by received, origin limit 1
     ), batch as (
       select o.origin, o.resource, o.wanted, o.placed, o.gone, o.envelope,
         row_number() over w as place, sum(octet_length(o.envelope)) over w as characters
       from (select * from open where origin = (select origin from first) order by received, resource limit $1) o
       window w as (order by o.received, o.resource rows unbounded preceding)
     )
     select origin, resource, wanted, placed, gone, case when gone or wanted is not null then envelope end as envelope
     from batch where place = 1 or characters <= $2 order by place`,
    [BATCH.replicas, BATCH.characters, under?.origin ?? '', under?.waiting.map(({ resource }) => resource) ?? []],
  );
  const found = rows as unknown as { origin: string; resource: string; wanted: string | null; placed: string | null; gone: boolean; envelope: string | null }[];
  const [first] = found;
  if (!first) return undefined;
  return {
    origin: first.origin,
    waiting: found.map(({ resource, wanted, placed, envelope: text }): Waiting => {
      const envelope = text === null ? undefined : (JSON.parse(text) as Envelope);
      if (envelope?.type === 'description' && wanted !== null) return { resource, wanted, placed, record: { envelope, record: recordOfEnvelope(envelope, isRegistry) } };
      return { resource, wanted, placed, gone: envelope?.type === 'tombstone' ? envelope.reason : undefined };
    }),
  };
}

/** The records of a batch that are to be shown. */
export const recordsOf = ({ waiting }: Batch): SourceRecord[] => waiting.flatMap(({ record }) => record?.record ?? []);

/** Of a batch what is still to be done as it was read, with its rows locked until the transaction ends. */
export async function stillWaiting(trx: Db, { origin, waiting }: Batch): Promise<Waiting[]> {
  const { rows } = await run(
    trx,
    `select resource, wanted, placed from federation.replica where origin = $1 and resource = any($2::text[]) and placed is distinct from wanted order by resource for update`,
    [origin, waiting.map(({ resource }) => resource)],
  );
  const open = new Map((rows as unknown as Pick<Waiting, 'resource' | 'wanted' | 'placed'>[]).map((row) => [row.resource, row]));
  return waiting.flatMap((it) => {
    const row = open.get(it.resource);
    return row && row.wanted === it.wanted ? [{ ...it, placed: row.placed }] : [];
  });
}

/** Notes what of these the catalogue shows from now on, and why it could not take them in. */
export async function notePlaced(trx: Db, origin: string, placed: readonly { resource: string; wanted: string | null; problem?: string | undefined }[]): Promise<void> {
  await run(
    trx,
    `update federation.replica r set placed = given.wanted, problem = given.problem
     from unnest($2::text[], $3::text[], $4::text[]) as given(resource, wanted, problem)
     where r.origin = $1 and r.resource = given.resource`,
    [origin, placed.map(({ resource }) => resource), placed.map(({ wanted }) => wanted), placed.map(({ problem }) => problem ?? null)],
  );
}
