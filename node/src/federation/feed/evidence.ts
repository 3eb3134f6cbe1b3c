import { run, type Db } from '../../kernel/database.ts';
import { invalid, unavailable } from '../../kernel/errors.ts';
import { isSignedBy, type KeyBook } from '../signature.ts';
import { FIRST_HEAD, type SignedCheckpoint } from '../wire.ts';
import { beginIncarnation } from './begin-epoch.ts';
import { lockFeed, readEpoch, readState, writeState, type FeedState } from './feed-store.ts';
import type { Writer } from './write-feed.ts';

/** Milliseconds between two incarnations that evidence begins: two copies of one node must not drive each other on. */
const PAUSE = 60_000;

export type EvidenceOutcome = { outcome: 'known' | 'begun-anew'; incarnation: number };

/**
 * Takes what somebody shows this node of its own words: a checkpoint it signed. Where the node no longer knows having
 * said that much, or said something else in that place, it was restored from a backup and speaks anew.
 */
export async function takeEvidence(writer: Writer, keys: KeyBook, evidence: SignedCheckpoint): Promise<EvidenceOutcome> {
  const { value } = evidence;
  if (value.node !== writer.self.id || !(await isSignedBy(keys, writer.self.id, evidence))) throw invalid('This is no checkpoint that this node signed with a key that counts.');
  return writer.db.transaction().execute(async (trx): Promise<EvidenceOutcome> => {
    const { now } = writer.describing;
    await lockFeed(trx);
    const state = await readState(trx);
    if (!state) throw unavailable('The feed of this node has not begun yet.');
    if (!(await isForgotten(trx, state, value))) return { outcome: 'known', incarnation: state.incarnation };
    if (state.evidence && Math.abs(now.getTime() - state.evidence.getTime()) < PAUSE)
      throw unavailable('This node began to speak anew a moment ago; if it forgot more than that, show it again in a minute.');
    const number = Number(value.epoch.split('-')[1] ?? 0);
    const { incarnation } = await beginIncarnation(trx, writer, state, value.incarnation + 1, { [value.audience]: Number.isSafeInteger(number) ? number : 0 });
    await writeState(trx, { evidence: now, compare_after: -1 });
    writer.log(`federation: this node was shown its own words of ${value.at} and does not know them (was a backup restored?); it speaks anew, as incarnation ${incarnation}`);
    return { outcome: 'begun-anew', incarnation };
  });
}

async function isForgotten(trx: Db, state: FeedState, { audience, epoch, incarnation, sequence, head }: SignedCheckpoint['value']): Promise<boolean> {
  if (incarnation !== state.incarnation) return incarnation > state.incarnation;
  const here = await readEpoch(trx, audience);
  if (epoch !== here.epoch) return epoch > here.epoch;
  if (sequence > here.sequence) return true;
  if (sequence === 0) return head !== FIRST_HEAD;
  const { rows } = await run(trx, 'select head from federation.feed_event where audience = $1 and epoch = $2 and sequence = $3', [audience, epoch, sequence]);
  return rows[0]?.['head'] !== head;
}
