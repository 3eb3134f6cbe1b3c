import { createHash } from 'node:crypto';
import type { Db } from '../kernel/database.ts';
import { identifierOf } from '../kernel/identifiers.ts';
import type { Rejection } from './harvest.ts';
import type { ReadItem, ReadRejection } from './source.ts';
import type { Findable, Target } from './targets/target.ts';

/** One thing read, numbered, and the digest of all that was read up to and including it. */
export interface NumberedItem {
  key: string;
  item?: Findable;
  rejection?: Rejection;
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
}

export function seenKeys(source: string): Seen {
  const numbers = new Map<string, number>();
  return {
    has: (key) => numbers.has(identifierOf(source, key)),
    note(key, number) {
      const id = identifierOf(source, key);
      const before = numbers.get(id);
      if (before === undefined) numbers.set(id, number);
      return before;
    },
  };
}

const chain = (before: string, text: string): string => createHash('sha256').update(before).update(text).digest('base64url');

interface Reading {
  db: Db;
  items: AsyncIterable<ReadItem>;
  target: Target;
  seen: Seen;
  /** How much of the source was dealt with before, and its digest. */
  before: { read: number; digest: string };
  onRejection: (rejection: ReadRejection) => void;
  signal: AbortSignal;
}

/**
 * Numbers what is read, passes over what was dealt with before, turns away keys that were read before, and hands it on
 * in batches. When reading fails, what was read up to there comes first and the failure after it.
 */
export async function* inBatches({ db, items, target, seen, before, onRejection, signal }: Reading): AsyncGenerator<NumberedItem[]> {
  let number = 0;
  let digest = '';
  let batch: NumberedItem[] = [];
  let characters = 0;
  const prepared = async (): Promise<NumberedItem[]> => {
    await target.prepare?.(
      db,
      batch.flatMap(({ item }) => item ?? []),
    );
    return batch;
  };
  const numbered = (read: ReadItem): NumberedItem => {
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
      number++;
      const text = JSON.stringify(read);
      digest = chain(digest, text);
      const next = numbered(read);
      if (number <= before.read) {
        if (number === before.read && digest !== before.digest) throw new SourceChanged();
        continue;
      }
      batch.push(next);
      characters += text.length;
      if (batch.length < BATCH.items && characters < BATCH.characters) continue;
      yield await prepared();
      batch = [];
      characters = 0;
    }
  } catch (error) {
    if (batch.length > 0 && !signal.aborted) yield await prepared();
    throw error;
  }
  if (number < before.read) throw new SourceChanged();
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
