import { hash } from 'node:crypto';
import type { Db } from '../kernel/database.ts';
import { identifierOf } from '../kernel/identifiers.ts';
import { pauses } from '../kernel/pauses.ts';
import type { Rejection } from './harvest.ts';
import type { ReadItem, ReadRejection } from './source.ts';
import type { Findable, Target } from './targets/target.ts';

/** One thing read, numbered, and the digest of all that was read up to and including it. */
export interface NumberedItem {
  key: string;
  item?: Findable;
  rejection?: Rejection;
  /** The source says that it no longer has the record. */
  gone?: boolean;
  digest: string;
}

/** The source no longer reads as it did up to the place where a harvest was cut off. */
export class SourceChanged extends Error {
  override readonly name = 'SourceChanged';
}

/** A batch is published and counted in one transaction. */
const BATCH = { items: 500, characters: 4 * 2 ** 20 };

/**
 * Which records have been read. Kept as the identifiers their resources have, so that two keys that fell together here
 * would be one resource in the catalogue as well; about 100 bytes a record.
 */
export interface Seen {
  has(key: string): boolean;
  /** Notes a key; answers the number under which it was read before, if it was. */
  note(key: string, number: number): number | undefined;
  /** The source says that the record is gone: if it comes again, it is not a second one. */
  forget(key: string): void;
}

export function seenKeys(source: string): Seen {
  const numbers = new Map<string, number>();
  return {
    has: (key) => numbers.has(identifierOf(source, key)),
    forget: (key) => void numbers.delete(identifierOf(source, key)),
    note(key, number) {
      const id = identifierOf(source, key);
      const before = numbers.get(id);
      if (before === undefined) numbers.set(id, number);
      return before;
    },
  };
}

const chain = (before: string, text: string): string => hash('sha256', before + text, 'base64url');

/** What the digest of all that was read is made of. */
function fingerprintOf(read: ReadItem, target: Target): { digest: string; length: number } {
  if (target.fingerprint && !('rejection' in read) && !('gone' in read)) return target.fingerprint(read);
  const text = JSON.stringify(read);
  return { digest: text, length: text.length };
}

interface Reading {
  db: Db;
  items: AsyncIterable<ReadItem>;
  target: Target;
  seen: Seen;
  /** How much of the source was dealt with before (records read, and those it said were gone), and its digest. */
  before: { items: number; digest: string };
  onRejection: (rejection: ReadRejection) => void;
  signal: AbortSignal;
}

/**
 * Numbers what is read, passes over what was dealt with before, turns away keys that were read before, and hands it on
 * in batches. When reading fails, what was read up to there comes first and the failure after it.
 */
export async function* inBatches({ db, items, target, seen, before, onRejection, signal }: Reading): AsyncGenerator<NumberedItem[]> {
  let place = 0;
  let number = 0;
  let digest = '';
  let batch: NumberedItem[] = [];
  let characters = 0;
  // Within a batch what is gone and what is there may be dealt with in any order, for no key is both.
  const said = new Map<string, boolean>();
  const pause = pauses();
  const contradicts = ({ key, gone = false }: NumberedItem) => said.has(key) && said.get(key) !== gone;
  const prepared = async (): Promise<NumberedItem[]> => {
    await target.prepare?.(
      db,
      batch.flatMap(({ item }) => item ?? []),
    );
    return batch;
  };
  const numbered = (read: ReadItem): NumberedItem => {
    if ('gone' in read) {
      seen.forget(read.gone.key);
      return { key: read.gone.key, gone: true, digest };
    }
    number++;
    if ('rejection' in read) {
      const { record, field, reason, key } = read.rejection;
      onRejection(read.rejection);
      if (key !== undefined) seen.note(key, number);
      return { key: record, rejection: { record, field, reason }, digest };
    }
    const key = target.keyOf(read);
    const first = seen.note(key, number);
    if (first === undefined) return { key, item: read, digest };
    return { key, rejection: { record: key, field: 'key', reason: `duplicate identifier: record ${first} of this harvest is "${key}" already, this is record ${number}` }, digest };
  };
  try {
    for await (const read of items) {
      signal.throwIfAborted();
      await pause();
      place++;
      const { digest: text, length } = fingerprintOf(read, target);
      digest = chain(digest, text);
      const next = numbered(read);
      if (place <= before.items) {
        if (place === before.items && digest !== before.digest) throw new SourceChanged();
        continue;
      }
      if (contradicts(next)) {
        yield await prepared();
        batch = [];
        characters = 0;
        said.clear();
      }
      said.set(next.key, next.gone ?? false);
      batch.push(next);
      characters += length;
      if (batch.length < BATCH.items && characters < BATCH.characters) continue;
      yield await prepared();
      batch = [];
      characters = 0;
      said.clear();
    }
  } catch (error) {
    if (batch.length > 0 && !signal.aborted) yield await prepared();
    throw error;
  }
  if (place < before.items) throw new SourceChanged();
  if (batch.length > 0) yield await prepared();
}

/** The same, with the next batch read while the one before is published. */
export async function* oneAhead<T>(batches: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = batches.next();
  next.catch(() => undefined);
  try {
    for (;;) {
      const current = await next;
      if (current.done) return;
      next = batches.next();
      next.catch(() => undefined);
      yield current.value;
    }
  } finally {
    await next.catch(() => undefined);
    await batches.return(undefined).catch(() => undefined);
  }
}
