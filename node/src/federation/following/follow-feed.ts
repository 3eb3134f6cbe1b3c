import { DomainError, reasonOf } from '../../kernel/errors.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import type { Checkpoint, SignedCheckpoint } from '../wire.ts';
import { digestOf } from './buckets.ts';
import { compareAndRepair, isWhole, readFromTheBeginning } from './compare-and-repair.ts';
import { take, type Follower } from './follower.ts';
import { noteFollowing, type Repair } from './following-store.ts';
import { judgeAgain } from './judge-again.ts';
import { readEvents } from './read-events.ts';

/** Pages that do not lead to the checkpoint are read once more; then what is held is compared instead. */
const PAGE_FAULTS = 2;
/** How often a comparison is repeated, in one go, until what is held is what a checkpoint says. */
const MOST_COMPARISONS = 3;
/** A change that came later than this is no longer told of once nothing is outstanding: milliseconds. */
const LATE = 60_000;

interface Round {
  /** Seconds the node is asked to hold its answer until there is something new. */
  wait: number;
  /** Compare whatever the checkpoint says. */
  compare?: boolean | undefined;
  signal: AbortSignal;
  /** Ends the waiting for something new, and that alone. */
  interrupt?: AbortSignal | undefined;
}

export interface RoundOutcome {
  state: 'current' | 'differs';
  events: number;
  repair: Repair | undefined;
}

/** The node states less than it once signed, or signed another history: it went back, for now nothing it says is taken in. */
export class WentBack extends DomainError {
  constructor(node: string, last: Checkpoint, given: Checkpoint) {
    super(
      'conflict',
      `${node} went back: it once signed ${last.epoch} at ${last.sequence} (incarnation ${last.incarnation}) and now states ${given.epoch} at ${given.sequence} (incarnation ${given.incarnation}). It was shown its own signature; what it said before is kept until it begins anew.`,
    );
  }
}

/** One question for news of a feed, and all that follows from the answer. */
export async function followFeed(follower: Follower, { wait, compare, signal, interrupt }: Round): Promise<RoundOutcome> {
  const { client, options, id } = follower;
  const answer = await client.checkpoint({ tag: compare ? undefined : follower.tag, wait, signal: interrupt ? AbortSignal.any([signal, interrupt]) : signal });
  const asked = options.now();
  if (!answer) {
    if ((follower.lag ?? 0) > LATE) follower.lag = 0;
    await noteFollowing(options.db, id, { last_attempt: asked, last_success: asked, failures: 0, state: 'current', problem: null, lag: follower.lag });
    follower.succeeded = asked.getTime();
    return { state: 'current', events: 0, repair: undefined };
  }
  const { value } = answer.checkpoint;
  await refuseBacksliding(follower, answer.checkpoint, signal);
  follower.tag = undefined;
  await noteFollowing(options.db, id, {
    last_attempt: asked,
    count_there: value.count,
    digest_there: value.digest,
    ...(value.epoch !== follower.at.epoch || value.sequence > follower.at.sequence ? { state: 'reading' as const } : {}),
  });
  const { events, published, repair } = await catchUp(follower, value, compare ?? false, signal);
  await judgeAgain(follower, value.epoch, signal);
  const whole = isWhole(follower, value);
  const now = options.now();
  if (published !== undefined) follower.lag = lagOf(published, { now, asked, stated: Date.parse(value.at), since: follower.succeeded });
  follower.last = answer.checkpoint;
  if (whole) {
    follower.tag = answer.tag;
    follower.succeeded = now.getTime();
    follower.pageFaults = 0;
  }
  const here = digestOf(follower.buckets);
  await noteFollowing(options.db, id, {
    checkpoint: answer.checkpoint,
    count_here: here.count,
    digest_here: here.digest,
    failures: 0,
    problem: null,
    lag: follower.lag,
    ...(repair ? { last_repair: repair } : {}),
    ...(whole ? { state: 'current' as const, last_success: now } : { state: 'differs' as const }),
  });
  return { state: whole ? 'current' : 'differs', events, repair };
}

/** What a node signed cannot be unsaid: it is shown what it signed, and nothing of an older state is read. */
async function refuseBacksliding(follower: Follower, given: SignedCheckpoint, signal: AbortSignal): Promise<void> {
  const { last, client, member } = follower;
  if (!last || !goesBack(last.value, given.value)) return;
  await client.sendEvidence(last, signal).catch(() => undefined);
  throw new WentBack(member.node, last.value, given.value);
}

export function goesBack(last: Checkpoint, given: Checkpoint): boolean {
  if (given.incarnation !== last.incarnation) return given.incarnation < last.incarnation;
  if (given.epoch !== last.epoch) return given.epoch < last.epoch;
  return given.sequence < last.sequence || (given.sequence === last.sequence && given.head !== last.head);
}

/** Reads on from where the feed was left, or compares where it cannot be read on from there. */
async function catchUp(
  follower: Follower,
  checkpoint: Checkpoint,
  compare: boolean,
  signal: AbortSignal,
): Promise<{ events: number; published: number | undefined; repair: Repair | undefined }> {
  const { client } = follower;
  let events = 0;
  let published: number | undefined;
  let repair: Repair | undefined;
  const mend = async (why: Repair['why']) => {
    const outcome = await compareAndRepair(follower, checkpoint, why, signal);
    if (outcome !== 'read-all') repair = outcome;
    return outcome;
  };
  /** Goes on from the checkpoint, now that what is held was compared with it. */
  const moveOn = () => take(follower, [], { epoch: checkpoint.epoch, sequence: checkpoint.sequence, head: checkpoint.head }, signal);

  if (follower.at.epoch === null) await readFromTheBeginning(follower, checkpoint, signal);
  if (follower.at.epoch !== checkpoint.epoch) {
    if ((await mend('epoch')) === 'read-all') await readFromTheBeginning(follower, checkpoint, signal);
    else await moveOn();
  }
  try {
    if (checkpoint.sequence > follower.at.sequence) ({ events, published } = await readEvents(follower, checkpoint, signal));
    else if (checkpoint.sequence === follower.at.sequence && checkpoint.head !== follower.at.head)
      throw new DomainError('invalid', 'The chain of events ends otherwise than it was read');
  } catch (error) {
    if (!(error instanceof DomainError) || !['invalid', 'too-large'].includes(error.code)) throw error;
    follower.pageFaults++;
    if (follower.last) await client.sendEvidence(follower.last, signal).catch(() => undefined);
    if (follower.pageFaults < PAGE_FAULTS && error.code === 'invalid') throw error;
    follower.options.log(`following ${follower.id}: ${reasonOf(error)}; what is held is compared instead`);
    await mend('pages');
    await moveOn();
  }
  if (compare || (follower.at.sequence === checkpoint.sequence && !isWhole(follower, checkpoint))) {
    for (let attempt = 1; attempt <= MOST_COMPARISONS && (attempt === 1 || !isWhole(follower, checkpoint)); attempt++) await mend(compare ? 'asked' : 'digest');
  }
  return { events, published, repair };
}

/**
 * Milliseconds from an event's being handed out there to its being held here, whatever the two clocks say: the node's
 * clock is read off the checkpoint it has just stated. What was published before this feed was last known to be whole is
 * counted from then on.
 */
function lagOf(published: number, { now, asked, stated, since }: { now: Date; asked: Date; stated: number; since: number }): number {
  const age = now.getTime() - published - (asked.getTime() - stated);
  return Math.max(0, Math.min(age, now.getTime() - since));
}

/** What went wrong, for the people who look at the feed. */
export function problemOf(error: unknown, node: string): LanguageMap {
  const reason = reasonOf(error);
  if (error instanceof WentBack)
    return { en: reason, zh: `${node} 的信息流倒退：其当前状态早于它曾签署的状态（可能恢复了旧备份）。已向其出示它自己的签名；在它重新开始之前，保留其先前的内容。` };
  if ((error as { code?: unknown }).code === '53100') return { en: `The disk of this node's database is full: ${reason}`, zh: `本节点数据库的磁盘已满：${reason}` };
  if (error instanceof DomainError && error.code === 'invalid') return { en: `What it hands out does not hold: ${reason}`, zh: `其提供的内容不成立：${reason}` };
  if (error instanceof DomainError) return { en: reason, zh: `无法读取：${reason}` };
  return { en: `It could not be taken in: ${reason}`, zh: `无法接收：${reason}` };
}
