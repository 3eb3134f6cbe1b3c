import { hash } from 'node:crypto';
import { run, type Db } from '../kernel/database.ts';
import type { Flaw } from '../kernel/errors.ts';
import { pauses } from '../kernel/pauses.ts';
import { flawsOf } from '../kernel/flaws.ts';
import type { Vocabulary } from '../vocabulary/index.ts';
import { compose, LOCAL, type Composed } from './compose.ts';
import { Amendment, checkedDescription, type Description, type SourceRecord } from './description.ts';
import { knownRecords } from './resource-store.ts';
import { searchedContent, type SearchedContent } from './search/search-rows.ts';

/** What can be made of a record without the database: the costly part of publishing it. */
export interface Prepared {
  digest: string;
  checked: { description: Partial<Description> } | { flaws: Flaw[] };
  /** What the resource shows, and what is searched of it, if no other record speaks of it. */
  alone?: { composed: Composed; searched: SearchedContent };
}

/** Part of every digest: raise it when the reading of a description changes, and the next harvest writes all anew. */
const FORM = 2;
const MAX_KEY = 1_000;

const ahead = new WeakMap<SourceRecord, { vocabulary: Vocabulary; prepared: Prepared }>();
const digests = new WeakMap<SourceRecord, { digest: string; length: number }>();

/**
 * Prepares records that will be published soon, in the pauses of whatever else is going on: a harvest has the next
 * batch prepared while the database writes the one before. Nothing is written; a record that is not prepared is
 * prepared when it is published. Records known as they are need nothing.
 */
export async function prepareRecords(db: Db, source: string, records: SourceRecord[], vocabulary: Vocabulary): Promise<void> {
  if (records.length === 0) return;
  const known = await knownRecords(
    db,
    source,
    records.map(({ key }) => key),
  );
  const joined = await recordsSpokenOf(db, source, records, vocabulary);
  const pause = pauses();
  for (const record of records) {
    await pause();
    const before = known.get(record.key);
    if (before && !before.withdrawn && before.digest === digestOfRecord(record)) continue;
    ahead.set(record, { vocabulary, prepared: prepare(source, record, vocabulary, joined.has(record)) });
  }
}

/** Of records that stand for others those that somebody else speaks of already: what they would show alone need not be made. */
async function recordsSpokenOf(db: Db, source: string, records: SourceRecord[], { prefixes }: Vocabulary): Promise<Set<SourceRecord>> {
  const names = new Map(records.flatMap((record) => (record.standsFor ?? []).map((name): [string, SourceRecord] => [prefixes.canonical(name), record])));
  if (names.size === 0) return new Set();
  const { rows } = await run(db, 'select distinct name from catalogue.name where denotes and source <> $1 and name = any($2::text[])', [source, [...names.keys()]]);
  return new Set(rows.flatMap((row) => names.get(row['name'] as string) ?? []));
}

/** A record, prepared ahead or now. */
export function preparedRecord(source: string, record: SourceRecord, vocabulary: Vocabulary): Prepared {
  const found = ahead.get(record);
  return found?.vocabulary === vocabulary ? found.prepared : prepare(source, record, vocabulary);
}

/** Tells whether a record is as it was, and how many characters it has. Made once: a record is not changed after it was read. */
export function fingerprintOf(record: SourceRecord): { digest: string; length: number } {
  const known = digests.get(record);
  if (known) return known;
  const { collection, description, standsFor = [], apart = false } = record;
  const text = JSON.stringify([FORM, collection, description, ...(standsFor.length > 0 || apart ? [{ standsFor, apart }] : [])]);
  const made = { digest: hash('sha256', text, 'hex'), length: text.length };
  digests.set(record, made);
  return made;
}

export const digestOfRecord = (record: SourceRecord): string => fingerprintOf(record).digest;

function prepare(source: string, record: SourceRecord, vocabulary: Vocabulary, joined = false): Prepared {
  const digest = digestOfRecord(record);
  const checked = check(source, record);
  if ('flaws' in checked || source === LOCAL || joined) return { digest, checked };
  const composed = compose([{ source, key: record.key, description: checked.description, lastChanged: new Date(0) }], vocabulary);
  return { digest, checked, alone: { composed, searched: searchedContent(composed.content, [source], vocabulary) } };
}

function check(source: string, record: SourceRecord): Prepared['checked'] {
  // oxlint-disable-next-line no-control-regex -- these are the characters to refuse
  if (record.key.length === 0 || record.key.length > MAX_KEY || /[\u0000-\u001f]/.test(record.key)) {
    return { flaws: [{ pointer: '/key', reason: `is no identifier: 1 to ${MAX_KEY} characters without control characters` }] };
  }
  if (source !== LOCAL) return checkedDescription(record.description);
  const parsed = Amendment.safeParse(record.description);
  if (!parsed.success) return { flaws: flawsOf(parsed.error.issues) };
  // An amendment holds the fields that were given and no defaults.
  return { description: Object.fromEntries(Object.entries(parsed.data).filter(([field]) => field in record.description)) };
}
