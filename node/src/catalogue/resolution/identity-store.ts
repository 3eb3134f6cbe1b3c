import { run, type Db } from '../../kernel/database.ts';
import { identifierOf } from '../../kernel/identifiers.ts';
import type { PrefixRegistry } from '../../vocabulary/index.ts';
import { LOCAL } from '../compose.ts';
import type { Description } from '../description.ts';
import type { Standing } from './assign-resources.ts';
import type { Verdict } from './clusters.ts';
import { identifyingNames, namesOfRecord, recordName, recordsStoodFor, type RecordIdentity } from './identity-of-record.ts';

/** The resource a record would make by itself. What is described here carries its resource's identifier as key. */
export const naturalResource = (source: string, key: string): string => (source === LOCAL ? key : identifierOf(source, key));

/** A keeper's amendment has fields and no identity of its own: it stays with the resource it amends. */
export const isAmendment = ({ source, description }: { source: string; description: Partial<Description> }): boolean =>
  source === LOCAL && !(description.kind && description.title);

type Row = {
  source: string;
  key: string;
  resource_id: string;
  stands_for: string[];
  apart: boolean;
  first_seen: Date;
  kind: string | null;
  title: Record<string, string> | null;
  identifiers: string[] | null;
};

const COLUMNS = `r.source, r.key, r.resource_id, r.stands_for, r.apart, r.first_seen, r.description->>'kind' as kind, (r.description->'title')::jsonb as title, (r.description->'identifiers')::jsonb as identifiers`;

/** What tells whose description a record is that is about to be written. */
export const identityOf = (
  record: {
    source: string;
    key: string;
    description: Partial<Description>;
    stands_for: readonly string[];
    apart: boolean;
    resource: string | undefined;
    firstSeen: number | undefined;
  },
  prefixes: PrefixRegistry,
): RecordIdentity => ({
  source: record.source,
  key: record.key,
  natural: naturalResource(record.source, record.key),
  resource: record.resource,
  // What is kept apart is joined by nothing that it says.
  identifiers: record.apart ? [] : identifyingNames(record.description, prefixes),
  records: record.apart ? [] : recordsStoodFor(record, prefixes),
  names: namesOfRecord(record.key, record.description.title),
  firstSeen: record.firstSeen,
});

/** Live records that state one of these names as their identifier or stand for the record of that name, or belong to one of these resources. */
export async function recordsBy(db: Db, { names, resources }: { names: string[]; resources: string[] }, prefixes: PrefixRegistry): Promise<RecordIdentity[]> {
  if (names.length + resources.length === 0) return [];
  const { rows } = await run(
    db,
    `select ${COLUMNS} from catalogue.record r where not r.withdrawn and r.resource_id = any($2)
     union
     select ${COLUMNS} from (select distinct source, record from catalogue.name where denotes and name = any($1)) n
     join catalogue.record r on r.source = n.source and r.key = n.record and not r.withdrawn`,
    [names, resources],
  );
  return (rows as unknown as Row[])
    .filter(({ source, kind, title }) => source !== LOCAL || (kind && title))
    .map(({ source, key, resource_id, stands_for, apart, first_seen, title, identifiers }) =>
      identityOf(
        { source, key, stands_for, apart, resource: resource_id, firstSeen: first_seen.getTime(), description: { identifiers: identifiers ?? [], title: title ?? undefined } },
        prefixes,
      ),
    );
}

/** What curators said of these records and any others. */
export async function verdictsOn(db: Db, records: RecordIdentity[]): Promise<Verdict[]> {
  if (records.length === 0) return [];
  const { rows } = await run(
    db,
    `select distinct v.* from unnest($1::text[], $2::text[]) as asked(source, key)
     join catalogue.verdict v on (v.a_source, v.a_key) = (asked.source, asked.key) or (v.b_source, v.b_key) = (asked.source, asked.key)
     order by a_source, a_key, b_source, b_key`,
    [records.map(({ source }) => source), records.map(({ key }) => key)],
  );
  return (rows as unknown as { a_source: string; a_key: string; b_source: string; b_key: string; same: boolean }[]).map((row) => ({
    a: recordName({ source: row.a_source, key: row.a_key }),
    b: recordName({ source: row.b_source, key: row.b_key }),
    same: row.same,
  }));
}

export async function standingOf(db: Db, ids: string[]): Promise<Map<string, Standing>> {
  const { rows } = await run(db, 'select id, ordinal, merged_into is not null as merged from catalogue.resource where id = any($1)', [ids]);
  return new Map((rows as unknown as Standing[]).map((row) => [row.id, row]));
}

/** Notes where resources that were merged now point, or (null) that they stand again. */
export async function writeMerged(trx: Db, merged: { id: string; into: string | null }[]): Promise<void> {
  if (merged.length === 0) return;
  await run(trx, 'update catalogue.resource r set merged_into = t.into_id from unnest($1::text[], $2::text[]) as t(id, into_id) where r.id = t.id', [
    merged.map(({ id }) => id),
    merged.map(({ into }) => into),
  ]);
}
