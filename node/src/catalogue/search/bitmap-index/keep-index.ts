import { setImmediate as nextTurn } from 'node:timers/promises';
import { reasonOf } from '../../../kernel/errors.ts';
import { BitmapIndex } from './bitmap-index.ts';
import { Feed, type Change } from './feed.ts';
import type { WorkerSettings } from './messages.ts';
import { loadSnapshot, saveSnapshot, type Stand } from './snapshot.ts';

const CHANGES_A_READ = 1_000;
/** Rows applied before waiting queries are let in. */
const ROWS_A_TURN = 100;
const ROWS_A_BATCH = 2_000;
const SNAPSHOT_EVERY = 60 * 60 * 1_000;
const RECONNECT_AFTER = 500;

/** Keeps an index in step with the database: loads it, follows the outbox, writes snapshots. */
export class IndexKeeper {
  index = new BitmapIndex();
  stand: Stand = { database: '', sequence: 0, nonce: 0 };
  loaded: { from: 'snapshot' | 'database'; milliseconds: number } = { from: 'database', milliseconds: 0 };
  /** False while the index holds but a part of the database. */
  whole = false;
  readonly #settings: WorkerSettings;
  readonly #log: (message: string) => void;
  #feed: Feed | undefined;
  #closed = false;
  #applying: Promise<void> = Promise.resolve();
  #waiting: Promise<void> | undefined;
  #poll: NodeJS.Timeout | undefined;
  #saved: { sequence: number; at: number } = { sequence: -1, at: Date.now() };

  constructor(settings: WorkerSettings, log: (message: string) => void) {
    this.#settings = settings;
    this.#log = log;
  }

  async open(): Promise<void> {
    const begun = performance.now();
    const feed = await this.#connected();
    if (!(await this.#fromSnapshot(feed))) await this.#fromDatabase(feed);
    await this.catchUp();
    this.loaded.milliseconds = Math.round(performance.now() - begun);
    this.#save();
    this.#poll = setInterval(() => void this.catchUp().catch(() => {}), this.#settings.pollMilliseconds);
  }

  /** Applies everything that was committed before the call. Callers who come while one waits share its turn. */
  catchUp(): Promise<void> {
    if (!this.#waiting) {
      const turn = this.#applying
        .catch(() => {})
        .then(() => {
          this.#waiting = undefined;
          return this.#follow();
        });
      this.#waiting = this.#applying = turn;
    }
    return this.#waiting;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#poll);
    await this.#applying.catch(() => {});
    this.#save();
    await this.#feed?.close().catch(() => {});
  }

  async #connected(): Promise<Feed> {
    if (this.#feed) return this.#feed;
    this.#feed = await Feed.open(this.#settings.databaseUrl, {
      grown: () => void this.catchUp().catch(() => {}),
      lost: (error) => {
        if (this.#closed) return;
        this.#log(`search: the connection to the database was lost and is made anew (${error.message})`);
        this.#feed = undefined;
        setTimeout(() => void this.catchUp().catch(() => {}), RECONNECT_AFTER).unref();
      },
    });
    return this.#feed;
  }

  async #follow(): Promise<void> {
    if (this.#closed) return;
    const known = this.#feed;
    const feed = await this.#connected();
    if (feed !== known) {
      // What was notified in between went unheard, and it may be another database by now.
      const reason = this.stand.sequence === 0 ? undefined : await feed.cannotFollow(this.stand);
      if (reason) await this.#anew(feed, reason);
    }
    if (!this.whole) await this.#anew(feed, 'reading it was broken off');
    for (;;) {
      const changes = await feed.changesAfter(this.stand.sequence, CHANGES_A_READ);
      if (changes[0] && changes[0].sequence > this.stand.sequence + 1 && (await feed.end()).clearedTo > this.stand.sequence) {
        await this.#anew(feed, 'the outbox was cleared beyond where it stands');
        continue;
      }
      await this.#apply(feed, changes);
      if (changes.length < CHANGES_A_READ || this.#closed) break;
    }
    while (!this.#closed && this.index.sweep()) await nextTurn();
    if (Date.now() - this.#saved.at > SNAPSHOT_EVERY) {
      this.#save();
      await feed.clear();
    }
  }

  async #apply(feed: Feed, changes: Change[]): Promise<void> {
    const last = changes.at(-1);
    if (!last) return;
    const whole = new Set(changes.filter((change) => !change.links_only).map((change) => change.ordinal));
    const linksOnly = new Set(changes.map((change) => change.ordinal).filter((ordinal) => !whole.has(ordinal)));
    const gone = new Set(whole);
    const rows = whole.size > 0 ? await feed.rows([...whole]) : [];
    for (const [place, row] of rows.entries()) {
      gone.delete(row.ordinal);
      this.index.put(row);
      if (place % ROWS_A_TURN === ROWS_A_TURN - 1) await nextTurn();
    }
    for (const ordinal of gone) this.index.remove(ordinal);
    if (linksOnly.size > 0) for (const { ordinal, links } of await feed.linkCounts([...linksOnly])) this.index.putLinks(ordinal, links);
    this.stand = { ...this.stand, sequence: last.sequence, nonce: last.nonce };
  }

  async #fromSnapshot(feed: Feed): Promise<boolean> {
    if (!this.#settings.snapshot) return false;
    try {
      const loaded = loadSnapshot(this.#settings.snapshot);
      if (!loaded) return false;
      const reason = await feed.cannotFollow(loaded.stand);
      if (reason) {
        loaded.index.dispose();
        throw new Error(reason);
      }
      this.index.dispose();
      this.index = loaded.index;
      this.stand = loaded.stand;
      this.whole = true;
      this.loaded.from = 'snapshot';
      this.#saved = { sequence: loaded.stand.sequence, at: Date.now() };
      return true;
    } catch (error) {
      this.#log(`search: the snapshot is passed over and the index read from the database: ${reasonOf(error)}`);
      return false;
    }
  }

  async #fromDatabase(feed: Feed): Promise<void> {
    // The outbox's end first: what is committed while the rows are read is applied once more afterwards.
    const { database, sequence, nonce } = await feed.end();
    for await (const rows of feed.everyRow(ROWS_A_BATCH)) {
      if (this.#closed) return;
      for (const row of rows) this.index.put(row);
      await nextTurn();
    }
    this.index.any.shrink();
    this.index.title.shrink();
    this.index.forms.shrink();
    this.stand = { database, sequence, nonce };
    this.whole = true;
    this.loaded.from = 'database';
  }

  async #anew(feed: Feed, reason: string): Promise<void> {
    this.#log(`search: the index is read from the database anew: ${reason}`);
    this.whole = false;
    const old = this.index;
    this.index = new BitmapIndex();
    old.dispose();
    await this.#fromDatabase(feed);
  }

  /** Nothing is written of an index that stands where its file does, or at no entry that could be told again. */
  #save(): void {
    if (!this.#settings.snapshot || this.stand.sequence === 0 || this.stand.sequence === this.#saved.sequence) return;
    try {
      saveSnapshot(this.#settings.snapshot, this.index, this.stand);
      this.#saved = { sequence: this.stand.sequence, at: Date.now() };
    } catch (error) {
      this.#log(`search: the snapshot could not be written: ${reasonOf(error)}`);
      this.#saved = { ...this.#saved, at: Date.now() };
    }
  }
}
