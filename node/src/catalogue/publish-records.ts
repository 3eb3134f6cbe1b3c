import { sql } from 'kysely';
import type { Db } from '../kernel/database.ts';
import type { Flaw } from '../kernel/errors.ts';
import type { Outcome } from '../kernel/outcome.ts';
import type { Vocabulary } from '../vocabulary/index.ts';
import { applyChanges, type ChangedRecord } from './apply-changes.ts';
import type { SourceRecord } from './description.ts';
import { partOfCycles } from './part-of-cycles.ts';
import { digestOfRecord, preparedRecord } from './prepare-records.ts';
import { identityOf, isAmendment, naturalResource } from './resolution/identity-store.ts';
import { recordName } from './resolution/identity-of-record.ts';
import { resolveRecords } from './resolution/resolve-records.ts';
import { knownRecords } from './resource-store.ts';

export interface PublishContext {
  vocabulary: Vocabulary;
  /** The instant of the change. */
  at: Date;
  /** Who makes it, as revisions show it (`harvest:galaxy-codex`, `operator:local`). */
  by: string;
  note?: string;
  /** The rank of a source where several speak of one resource: the lowest is believed first. All alike where left out. */
  rankOf?: ((source: string) => number) | undefined;
}

export interface Published {
  /** One for each record handed in, in order. */
  outcomes: Outcome[];
  /** Links the written records state, and how many of them lead to nothing known yet. */
  links: { stated: number; unresolved: number };
}

/** Any constant: names the lock under which writers of the catalogue queue, so that none ever waits for another in a circle. */
const WRITERS = 0x62696f74;

export const lockCatalogue = (trx: Db) => sql`select pg_advisory_xact_lock(${WRITERS})`.execute(trx);

interface Accepted extends ChangedRecord {
  position: number;
  /** Where it stands, if it does. */
  resource: string | undefined;
  firstSeen: number | undefined;
}

/**
 * Takes up to some hundred records of one source into the catalogue, within the caller's transaction: validation,
 * identity, revision, links and search row. A record whose digest is known is not written; one that does not hold is
 * rejected with each flaw; the rest stand.
 */
export async function publishRecords(trx: Db, source: string, records: SourceRecord[], context: PublishContext): Promise<Published> {
  if (records.length === 0) return { outcomes: [], links: { stated: 0, unresolved: 0 } };
  const outcomes: Outcome[] = Array.from({ length: records.length });
  const known = await knownRecords(
    trx,
    source,
    records.map(({ key }) => key),
  );

  const accepted: Accepted[] = [];
  const keysHere = new Set<string>();
  for (const [position, record] of records.entries()) {
    const before = known.get(record.key);
    if (keysHere.has(record.key)) {
      outcomes[position] = rejected([{ pointer: '/key', reason: `duplicate identifier: "${record.key}" stands in this batch before` }]);
      continue;
    }
    keysHere.add(record.key);
    if (before && !before.withdrawn && before.digest === digestOfRecord(record)) {
      outcomes[position] = { state: 'unchanged' };
      continue;
    }
    const { digest, checked, alone } = preparedRecord(source, record, context.vocabulary);
    if ('flaws' in checked) {
      outcomes[position] = rejected(checked.flaws);
      continue;
    }
    accepted.push({
      position,
      source,
      key: record.key,
      collection: record.collection,
      resource_id: before?.resource_id ?? naturalResource(source, record.key),
      description: checked.description,
      stands_for: [...(record.standsFor ?? [])],
      apart: record.apart ?? false,
      digest,
      alone,
      fresh: before === undefined || before.withdrawn,
      resource: before?.resource_id,
      firstSeen: before?.first_seen.getTime(),
    });
  }
  if (accepted.length === 0) return { outcomes, links: { stated: 0, unresolved: 0 } };

  await lockCatalogue(trx);
  const { prefixes } = context.vocabulary;
  const { resources, moves } = await resolveRecords(
    trx,
    accepted.filter((record) => !isAmendment(record)).map((record) => identityOf(record, prefixes)),
    [],
    prefixes,
  );
  const resolved = accepted.map((record) => ({ ...record, resource_id: resources.get(recordName(record)) ?? record.resource_id }));
  const cycles = await partOfCycles(trx, resolved, prefixes);
  const standing = resolved.filter((record) => {
    const cycle = cycles.get(record.key);
    if (cycle) outcomes[record.position] = rejected([{ pointer: `/links/${cycle.index}`, reason: `"is part of" goes in a circle: ${cycle.circle.join(' → ')}` }]);
    return !cycle;
  });
  if (standing.length === 0) return { outcomes, links: { stated: 0, unresolved: 0 } };
  const refused = new Set(resolved.filter((record) => !standing.includes(record)).map(({ key }) => key));
  const links = await applyChanges(trx, { records: standing, moves: moves.filter((move) => move.source !== source || !refused.has(move.key)) }, context);
  for (const record of standing) outcomes[record.position] = { state: record.resource ? 'updated' : 'created' };
  return { outcomes, links };
}

const rejected = (flaws: Flaw[]): Outcome => ({ state: 'rejected', flaws });
