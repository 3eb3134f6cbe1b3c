import type { CryptoKey } from 'jose';
import type { Db } from '../../kernel/database.ts';
import { readKeyLog, type KeyLog, type Self } from '../self/index.ts';
import type { KeyBook } from '../signature.ts';
import { membershipTables } from './tables.ts';

/** After so many milliseconds a node's keys are read again, for what another process learned. */
const KEPT = 5_000;
const MOST_NODES = 10_000;

type Keys = Map<string, CryptoKey>;
const books = new Set<WeakRef<Map<string, { read: number; keys: Promise<Keys> }>>>();

/** The keys of every node heard of, and of this one. */
export function keyBook(db: Db, self?: Pick<Self, 'id' | 'keyOf'>): KeyBook {
  const known = new Map<string, { read: number; keys: Promise<Keys> }>();
  books.add(new WeakRef(known));
  return {
    async keyOf(node, kid) {
      if (node === self?.id) return self.keyOf(kid);
      const now = performance.now();
      let entry = known.get(node);
      if (!entry || now - entry.read > KEPT) {
        if (known.size >= MOST_NODES) known.clear();
        entry = { read: now, keys: keysOf(db, node) };
        entry.keys.catch(() => known.delete(node));
        known.set(node, entry);
      }
      return (await entry.keys).get(kid);
    },
  };
}

/** What was learned of a node is known to every book of this process from now on. */
export function forgetKeys(node: string): void {
  for (const book of books) {
    const known = book.deref();
    if (known) known.delete(node);
    else books.delete(book);
  }
}

async function keysOf(db: Db, node: string): Promise<Keys> {
  const row = await membershipTables(db).selectFrom('node').select('document').where('id', '=', node).executeTakeFirst();
  if (!row) return new Map();
  const { value } = row.document as { value: { keys: KeyLog } };
  return (await readKeyLog(value.keys)).keys;
}
