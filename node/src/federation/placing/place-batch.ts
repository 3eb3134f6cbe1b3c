import { Terms, writeFirstTerms } from '../../access/terms/index.ts';
import { keyOfReplica, publishRecords, withdrawRecords, type PublishContext } from '../../catalogue/index.ts';
import { run, type Db } from '../../kernel/database.ts';
import { reasonOf } from '../../kernel/errors.ts';
import { identifierOf } from '../../kernel/identifiers.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import { notePlaced, stillWaiting, type Batch, type Waiting } from './waiting-replicas.ts';

export interface Placed {
  /** Replicas that are shown as they should be now. */
  placed: number;
  /** Replicas that are shown no longer. */
  withdrawn: number;
  /** Replicas whose description does not hold. */
  rejected: number;
}

export const NOTHING_PLACED: Placed = { placed: 0, withdrawn: 0, rejected: 0 };
export const sumPlaced = (a: Placed, b: Placed): Placed => ({ placed: a.placed + b.placed, withdrawn: a.withdrawn + b.withdrawn, rejected: a.rejected + b.rejected });

export type PlacingContext = Omit<PublishContext, 'by' | 'note'> & { titleOf: (node: string) => LanguageMap };

/** Any constant: names the lock under which replicas are placed by one process at a time. */
export const PLACING = 0x706c6163;
const GROUP_TERMS = Terms.parse({ discovery: 'group' });
const GROUP_NOTE = 'Shared by its node with its group alone / 所属节点仅在群组内共享';
const NOT_PUBLIC = 'No longer public / 不再公开';
/** So much of what is wrong with a description is kept. */
const LONGEST_PROBLEM = 1_000;

/**
 * Takes a batch into the catalogue, or out of it, and notes that in the same transaction: cut off at any moment, it is
 * done or still to do. What changed since the batch was read is left for the next. If the database refuses something in
 * it, its halves are tried, so that only what is refused by itself has a problem.
 */
export async function placeBatch(db: Db, batch: Batch, context: PlacingContext): Promise<Placed> {
  try {
    return await db.transaction().execute((trx) => placeWithin(trx, batch, context));
  } catch (error) {
    if (!isPoison(error)) throw error;
    const { origin, waiting } = batch;
    if (waiting.length > 1) {
      const half = Math.ceil(waiting.length / 2);
      const first = await placeBatch(db, { origin, waiting: waiting.slice(0, half) }, context);
      return sumPlaced(first, await placeBatch(db, { origin, waiting: waiting.slice(half) }, context));
    }
    return db.transaction().execute(async (trx) => {
      const refused = await stillWaiting(trx, batch);
      await withdrawAll(trx, origin, refused, context);
      await notePlaced(
        trx,
        origin,
        refused.map(({ resource, wanted }) => ({ resource, wanted, problem: `could not be stored: ${reasonOf(error)}`.slice(0, LONGEST_PROBLEM) })),
      );
      return { ...NOTHING_PLACED, rejected: refused.length };
    });
  }
}

async function placeWithin(trx: Db, batch: Batch, context: PlacingContext): Promise<Placed> {
  const { origin } = batch;
  await run(trx, 'select pg_advisory_xact_lock($1)', [PLACING]);
  const waiting = await stillWaiting(trx, batch);
  if (waiting.length === 0) return NOTHING_PLACED;
  const by = { ...context, by: origin };
  const shown = waiting.flatMap(({ resource, wanted, placed, record }) => (record ? [{ resource, wanted, placed, ...record }] : []));
  const going = waiting.filter(({ record }) => !record);

  // What everybody sees and what the group sees of a resource are two records: where it turns, the other goes first.
  const turned = shown.flatMap(({ resource, placed, envelope }) => (placed === null ? [] : [keyOfReplica(resource, envelope.audience === 'group' ? 'public' : 'group')]));
  await withdrawRecords(trx, origin, turned, { ...by, reason: NOT_PUBLIC });
  const withdrawn = await withdrawAll(trx, origin, going, context);

  // Terms stand before anything is there that could be seen.
  const ofGroup = shown.flatMap(({ envelope, record }) => (envelope.audience === 'group' ? [identifierOf(origin, record.key)] : []));
  await writeFirstTerms(trx, ofGroup, GROUP_TERMS, { at: context.at, by: origin, note: GROUP_NOTE });
  const { outcomes } = await publishRecords(
    trx,
    origin,
    shown.map(({ record }) => record),
    by,
  );
  const noted = shown.map(({ resource, wanted }, place) => {
    const outcome = outcomes[place];
    return { resource, wanted, problem: outcome?.state === 'rejected' ? problemOf(outcome.flaws) : undefined };
  });
  await notePlaced(trx, origin, [...noted, ...going]);
  const rejected = noted.filter(({ problem }) => problem !== undefined).length;
  return { placed: noted.length - rejected, withdrawn, rejected };
}

/** Takes what these replicas said out of the catalogue, by whichever audience it was there. */
async function withdrawAll(trx: Db, origin: string, going: readonly Waiting[], context: PlacingContext): Promise<number> {
  const reasons = new Map(
    going.flatMap(({ resource, gone }) =>
      (['public', 'group'] as const).map((audience): [string, string] => [keyOfReplica(resource, audience), wordsOf(gone ?? notHandedOn(origin, context))]),
    ),
  );
  return withdrawRecords(trx, origin, [...reasons.keys()], { ...context, by: origin, reason: (key) => reasons.get(key) ?? '' });
}

const notHandedOn = (origin: string, { at, titleOf }: PlacingContext): LanguageMap => {
  const [title, day] = [titleOf(origin), at.toISOString().slice(0, 10)];
  const [en, zh] = [title['en'] ?? Object.values(title)[0] ?? origin, title['zh'] ?? title['en'] ?? origin];
  return { en: `What "${en}" says is no longer handed on to this node, since ${day}`, zh: `自 ${day} 起，本节点不再收到“${zh}”发布的内容` };
};

/** In both languages, as reasons stand. */
const wordsOf = (reason: LanguageMap): string => {
  const [en, zh] = [reason['en'] ?? Object.values(reason)[0] ?? '', reason['zh']];
  return (zh && zh !== en ? `${en} / ${zh}` : en).slice(0, LONGEST_REASON);
};
const LONGEST_REASON = 4_000;

const problemOf = (flaws: readonly { pointer: string; reason: string }[]): string =>
  flaws
    .slice(0, 20)
    .map(({ pointer, reason }) => `${pointer} ${reason}`)
    .join('; ')
    .slice(0, LONGEST_PROBLEM) || 'was not accepted';

/** Something in the descriptions themselves, which others need not suffer for. */
const isPoison = (error: unknown): boolean => {
  const code = (error as { code?: unknown } | null)?.code;
  return (typeof code === 'string' && /^(21|22|23|54)[0-9A-Z]{3}$/.test(code)) || error instanceof TypeError || error instanceof RangeError;
};
