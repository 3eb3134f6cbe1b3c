import type { Db } from '../kernel/database.ts';
import { DomainError, reasonOf, type Flaw } from '../kernel/errors.ts';
import type { Rejection } from './harvest.ts';
import type { NumberedItem } from './harvest-items.ts';
import { insertRejections, writeCheckpoint, type Checkpoint, type Pace } from './harvest-store.ts';
import type { Published, Target } from './targets/target.ts';

export interface BatchContext {
  db: Db;
  harvest: string;
  target: Target;
  now: () => Date;
  pace: (read: number) => Pace;
  /** Told after each transaction, also where a later one fails. */
  onCommitted: (result: BatchResult) => Promise<void>;
}

/** What a batch came to: where the harvest stands after it, and whether that is in the database yet. */
export interface BatchResult {
  checkpoint: Checkpoint;
  written: boolean;
  changed: boolean;
  stopRequested: boolean;
}

const pathOf = (pointer: string): string =>
  pointer
    .replace(/^\//, '')
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');

/** One rejection a record, whatever is wrong with it: the first flaw by its field, the others in the reason. */
function rejectionOf(record: string, flaws: Flaw[]): Rejection {
  const [first, ...others] = flaws.map(({ pointer, reason }) => ({ field: pathOf(pointer), reason }));
  if (!first) return { record, field: '', reason: 'was not accepted' };
  const also = others.slice(0, 20).map(({ field, reason }) => `${field} ${reason}`);
  return { record, field: first.field, reason: [first.reason, ...also].join('; ') };
}

function tally(
  before: Checkpoint,
  batch: NumberedItem[],
  published: Published,
  withdrawn: number,
  target: Target,
): { checkpoint: Checkpoint; rejections: Rejection[]; changed: boolean } {
  const counts = { ...before.counts, deleted: before.counts.deleted + withdrawn };
  const kinds = { ...before.kinds };
  const rejections: Rejection[] = [];
  let outcome = 0;
  let gone = before.gone;
  let changed = withdrawn > 0;
  for (const { key, item, rejection, gone: isGone } of batch) {
    if (isGone) {
      gone++;
      continue;
    }
    counts.read++;
    if (item) {
      const kind = target.kindOf(item);
      kinds[kind] = (kinds[kind] ?? 0) + 1;
    }
    const became = item ? published.outcomes[outcome++]! : undefined;
    if (became && became.state !== 'rejected') {
      counts[became.state]++;
      changed ||= became.state !== 'unchanged';
      continue;
    }
    counts.rejected++;
    rejections.push(rejection ?? rejectionOf(key, became?.state === 'rejected' ? became.flaws : []));
  }
  const links = { stated: before.links.stated + published.links.stated, unresolved: before.links.unresolved + published.links.unresolved };
  return { checkpoint: { counts, gone, kinds, links, digest: batch.at(-1)!.digest }, rejections, changed };
}

const sqlState = (error: unknown): string => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : '';
};
/** Two writers met; the same may well succeed when tried again. */
const isCollision = (error: unknown) => ['40001', '40P01'].includes(sqlState(error));
/** Something in the records themselves, which the other records need not suffer for. */
const isPoison = (error: unknown) =>
  /^(21|22|23|54)/.test(sqlState(error)) || error instanceof TypeError || error instanceof RangeError || (error instanceof DomainError && error.code === 'invalid');

const MOST_ATTEMPTS = 4;

async function publishOnce(context: BatchContext, before: Checkpoint, batch: NumberedItem[]): Promise<BatchResult> {
  const { db, harvest, target, now, pace } = context;
  const items = batch.flatMap(({ item }) => item ?? []);
  const vanished = batch.flatMap(({ key, gone }) => (gone ? [key] : []));
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(async (trx) => {
        const published = items.length === 0 ? { outcomes: [], links: { stated: 0, unresolved: 0 } } : await target.publish(trx, items, now());
        const withdrawn = vanished.length === 0 ? 0 : await target.withdraw(trx, vanished, now());
        const { checkpoint, rejections, changed } = tally(before, batch, published, withdrawn, target);
        if (!changed && rejections.length === 0) return { checkpoint, written: false, changed, stopRequested: false };
        await insertRejections(trx, harvest, before.counts.rejected, rejections);
        const stopRequested = await writeCheckpoint(trx, harvest, checkpoint, pace(checkpoint.counts.read));
        return { checkpoint, written: true, changed, stopRequested };
      });
    } catch (error) {
      if (!isCollision(error) || attempt === MOST_ATTEMPTS) throw error;
    }
  }
}

/**
 * Publishes a batch and counts it, both in one transaction: whatever happens, what is counted is in the catalogue and
 * the other way round. If the database refuses the batch for something in it, its records are tried one by one, and
 * only those refused by themselves are rejected.
 */
export async function publishBatch(context: BatchContext, before: Checkpoint, batch: NumberedItem[]): Promise<void> {
  let result: BatchResult;
  try {
    result = await publishOnce(context, before, batch);
  } catch (error) {
    if (!isPoison(error)) throw error;
    return oneByOne(context, before, batch, error);
  }
  await context.onCommitted(result);
}

async function oneByOne(context: BatchContext, before: Checkpoint, batch: NumberedItem[], refusal: unknown): Promise<void> {
  let checkpoint = before;
  let stored = 0;
  for (const item of batch) {
    const result = await publishOnce(context, checkpoint, [item]).catch((error: unknown) => {
      if (!isPoison(error) || item.gone) throw error;
      return publishOnce(context, checkpoint, [refused(item, error)]);
    });
    if (item.item && result.checkpoint.counts.rejected === checkpoint.counts.rejected) stored++;
    checkpoint = result.checkpoint;
    await context.onCommitted(result);
  }
  // When of many nothing at all can be stored the fault lies with the node, not with the records.
  if (stored === 0 && batch.length > FEW) throw refusal;
}

const FEW = 10;
const refused = ({ key, digest }: NumberedItem, error: unknown): NumberedItem => ({
  key,
  digest,
  rejection: { record: key, field: '', reason: `could not be stored: ${reasonOf(error)}` },
});
