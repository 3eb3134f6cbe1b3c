import { randomBytes } from 'node:crypto';
import { changesEnd, changesSince, resourcesAfter, showingsTurned } from '../../catalogue/index.ts';
import { run, type Db } from '../../kernel/database.ts';
import { AUDIENCES } from '../envelope.ts';
import { beginIncarnation } from './begin-epoch.ts';
import { beginNumbering, epochName, lockFeed, readEpoch, readState, tellFeed, writeState, type FeedState } from './feed-store.ts';
import { wentBack, type HighWaterMark } from './high-water-mark.ts';
import { relayReplicas, reviewRelayed } from './relay-replicas.ts';
import { sayOwn, type Speaking } from './say-own.ts';

/** Changes of the catalogue, resources compared and replicas handed on in one transaction. */
const BATCH = 500;
/** Everything is compared with what was said once in so many milliseconds. */
const COMPARE_EVERY = 24 * 3_600_000;
/** Milliseconds after which it is noted up to when the clock was looked at, where it changed nothing. */
const LOOKED_EVERY = 60_000;
/** Before the first resource. */
const START = -1;

export interface Writer extends Speaking {
  db: Db;
  self: Speaking['self'] & { readonly kid: string; keyOf(kid: string): unknown };
}

/** The feed's state; where it has none, it begins, after whatever the mark remembers. */
export async function begun(trx: Db, { self, describing }: Writer, mark: HighWaterMark | undefined): Promise<FeedState> {
  const known = await readState(trx);
  if (known) return known;
  const remembered = mark?.node === self.id ? mark : undefined;
  const incarnation = (remembered?.incarnation ?? 0) + 1;
  const { end } = await changesEnd(trx);
  await run(trx, 'insert into federation.feed_state (incarnation, url, outbox, compare_after, sight, looked) values ($1, $2, $3, $4, $5, $6)', [
    incarnation,
    describing.baseUrl,
    end,
    START,
    describing.sight.key,
    describing.now,
  ]);
  for (const audience of AUDIENCES) {
    const number = (remembered?.epochs[audience]?.number ?? 0) + 1;
    await beginNumbering(trx, audience, { epoch: epochName(incarnation, number, randomBytes(3).toString('hex')), number }, describing.now);
  }
  return (await readState(trx)) as FeedState;
}

/** Where the database stands before the mark, it was restored from a backup: this node begins a new incarnation. */
export async function noticeBackup(trx: Db, writer: Writer, mark: HighWaterMark | undefined): Promise<boolean> {
  await lockFeed(trx);
  const state = await begun(trx, writer, mark);
  if (mark?.node !== writer.self.id || !wentBack(mark, await standing(trx, state))) return false;
  const seen = { public: mark.epochs.public?.number, group: mark.epochs.group?.number };
  await beginIncarnation(trx, writer, state, mark.incarnation + 1, seen as { public?: number; group?: number });
  await writeState(trx, { compare_after: START });
  return true;
}

/** How far this node has spoken. */
export async function standing(db: Db, { incarnation }: Pick<FeedState, 'incarnation'>): Promise<Omit<HighWaterMark, 'node'>> {
  const [open, group] = [await readEpoch(db, 'public'), await readEpoch(db, 'group')];
  const of = ({ epoch, number, sequence }: typeof open) => ({ epoch, number, sequence });
  return { incarnation, epochs: { public: of(open), group: of(group) } };
}

/**
 * One step of writing the feed, in one transaction under its lock: some changes of the catalogue, some resources of a
 * comparison with everything where one is under way, and some replicas to hand on. Cut off anywhere, the next step goes
 * on from what was committed.
 * @returns whether there is more to do, and whether anything was said.
 */
export const writeSome = (writer: Writer, { relay }: { relay: boolean }): Promise<{ more: boolean; said: number }> =>
  writer.db.transaction().execute(async (trx) => {
    const { self, describing, baseOf } = writer;
    const { now } = describing;
    await lockFeed(trx);
    let state = await begun(trx, writer, undefined);
    const kid = self.kid;
    let said = 0;
    if (state.kids.some((used) => !self.keyOf(used))) {
      state = await beginIncarnation(trx, writer, state, 1);
      said++;
    }
    const { end, clearedTo } = await changesEnd(trx);
    const missed = state.outbox < clearedTo || state.sight !== describing.sight.key || state.url !== describing.baseUrl;
    const due = state.compare_after === null && (state.compared === null || now.getTime() - state.compared.getTime() > COMPARE_EVERY || state.compared > now);
    if (missed || due) state = { ...state, compare_after: START, ...(missed ? { outbox: end } : {}) };

    const changes = await changesSince(trx, state.outbox, BATCH);
    const turned = await showingsTurned(trx, state.looked, now);
    const compared = state.compare_after === null ? undefined : await resourcesAfter(trx, state.compare_after, BATCH);
    said += await sayOwn(trx, writer, state, [...new Set([...changes.ids, ...turned, ...(compared?.ids ?? [])])]);
    const compareDone = compared !== undefined && compared.last === undefined;
    if (compareDone) await reviewRelayed(trx, self.id, baseOf('public'), now);
    const relayed = relay ? await relayReplicas(trx, baseOf('public'), now, BATCH) : 0;
    const next: Partial<FeedState> = {
      outbox: changes.position,
      compare_after: compared?.last ?? null,
      ...(compareDone ? { compared: now } : {}),
      sight: describing.sight.key,
      url: describing.baseUrl,
      ...(turned.length > 0 || Math.abs(now.getTime() - state.looked.getTime()) > LOOKED_EVERY ? { looked: now } : {}),
      ...(state.kids.includes(kid) || said === 0 ? {} : { kids: [...state.kids, kid] }),
    };
    const stored = (await readState(trx)) as FeedState;
    // Where nothing happened nothing is written.
    if (Object.entries(next).some(([column, value]) => stored[column as keyof FeedState] !== value)) await writeState(trx, next);
    if (said + relayed > 0) await tellFeed(trx);
    return { more: changes.more || compared?.last !== undefined || relayed === BATCH, said: said + relayed };
  });
