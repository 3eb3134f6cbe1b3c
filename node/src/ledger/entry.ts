import { createHash } from 'node:crypto';
import { inRoom, type Db } from '../kernel/database.ts';
import { canonicalJson } from '../kernel/identifiers.ts';

/**
 * The append-only book of the node: who did what to what, when. Each entry carries the digest of the one before it, so
 * that an entry changed, removed or slipped in is found by `verifyLedger`.
 */
export interface Entry {
  at: Date;
  actor: string;
  /** Such as `harvest.done`, `resource.withdraw`. */
  action: string;
  subject: string;
  detail: Record<string, unknown>;
}

/** An entry in its place in the chain. */
export interface EntryRow extends Entry {
  sequence: number;
  /** Digest of the entry before it; 64 zeros for the first. */
  previous: string;
  digest: string;
}

interface LedgerTables {
  entry: EntryRow;
}
export const inLedger = (db: Db) => inRoom<LedgerTables>(db, 'ledger');

/** The last entry of a chain: what the next one follows. */
export interface ChainEnd {
  sequence: number;
  digest: string;
}
export const BEGINNING: ChainEnd = { sequence: 0, digest: '0'.repeat(64) };

/** SHA-256 in hex over the canonical JSON (RFC 8785) of the entry and its place: docs/reference/ledger.md. */
export const digestOfEntry = ({ sequence, previous, at, actor, action, subject, detail }: Omit<EntryRow, 'digest'>): string =>
  createHash('sha256')
    .update(canonicalJson([sequence, previous, at.toISOString(), actor, action, subject, detail]))
    .digest('hex');

/** Entries in their places after the end of a chain. */
export function chained(end: ChainEnd, entries: readonly Entry[]): EntryRow[] {
  let { sequence, digest } = end;
  return entries.map((entry) => {
    const row = { ...entry, sequence: ++sequence, previous: digest };
    digest = digestOfEntry(row);
    return { ...row, digest };
  });
}

/**
 * The entry as the database gives it back: its detail through JSON once, so that the digest can be made again, and
 * without the characters that PostgreSQL can't keep (NUL, halves of surrogate pairs), so that nobody keeps an entry out
 * of the book by what they write into a request.
 */
export function asKept({ at, actor, action, subject, detail }: Entry): Entry {
  const text = JSON.stringify(detail);
  const parsed = JSON.parse(text) as Record<string, unknown>;
  return { at, actor: clean(actor), action: clean(action), subject: clean(subject), detail: UNKEEPABLE.test(text) ? (cleaned(parsed) as Record<string, unknown>) : parsed };
}

/** As JSON escapes them. */
const UNKEEPABLE = /\\u(0000|d[89a-f])/;
const clean = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd');

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [clean(key), cleaned(field)]));
}
