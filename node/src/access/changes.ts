import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { run, type Db } from '../kernel/database.ts';

/** Hears of everything that can change an answer, from whichever process it comes. */
export interface Changes {
  /** Whether changes are heard of at the moment. */
  hears(): boolean;
  /** Comes back once every change committed before this call was heard and dealt with. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

const CHANNEL = 'answers_changed';
const SETTLED = 'settled ';
/** A connection that was cut without a word is found within two of these. */
const HEARTBEAT = 5_000;
const RECONNECT = 1_000;

export interface ChangesOptions {
  db: Db;
  databaseUrl: string;
  /** Called at once with the table that changed; `everything` after the connection was lost and found again. Its promise is part of `settled`. */
  changed(what: string): Promise<void> | void;
  lost(error: Error): void;
}

export async function listenForChanges({ db, databaseUrl, changed, lost }: ChangesOptions): Promise<Changes> {
  let client: pg.Client | undefined;
  let closed = false;
  let work = Promise.resolve();
  let heartbeat: NodeJS.Timeout | undefined;
  const waiting = new Map<string, () => void>();
  const dealWith = (what: string) => {
    const dealt = Promise.resolve(changed(what)).catch(() => undefined);
    work = work.then(() => dealt);
  };
  const releaseAll = () => {
    for (const release of waiting.values()) release();
    waiting.clear();
  };

  const drop = (dropped: pg.Client, error: Error) => {
    if (client !== dropped) return;
    client = undefined;
    clearInterval(heartbeat);
    releaseAll();
    void dropped.end().catch(() => undefined);
    if (closed) return;
    lost(error);
    void reconnect();
  };

  const connect = async () => {
    const opened = new pg.Client({ connectionString: databaseUrl, application_name: 'biotope answers', keepAlive: true, connectionTimeoutMillis: 10_000 });
    opened.on('error', (error) => drop(opened, error));
    opened.on('end', () => drop(opened, new Error('the connection was closed')));
    opened.on('notification', ({ payload = '' }) => {
      if (!payload.startsWith(SETTLED)) return dealWith(payload);
      const release = waiting.get(payload);
      waiting.delete(payload);
      release?.();
    });
    try {
      await opened.connect();
      await opened.query(`listen ${CHANNEL}`);
    } catch (error) {
      await opened.end().catch(() => undefined);
      throw error;
    }
    client = opened;
    heartbeat = setInterval(() => {
      const late = setTimeout(() => drop(opened, new Error('the connection no longer answers')), HEARTBEAT);
      opened.query('select 1').then(
        () => clearTimeout(late),
        () => clearTimeout(late),
      );
    }, HEARTBEAT);
    heartbeat.unref();
  };

  const reconnect = async () => {
    while (!closed && !client) {
      await wait(RECONNECT, undefined, { ref: false });
      // What changed meanwhile was not heard.
      if (!closed)
        await connect()
          .then(() => dealWith('everything'))
          .catch(() => undefined);
    }
  };

  await connect();
  return {
    hears: () => client !== undefined,
    async settled() {
      if (!client) return;
      const token = `${SETTLED}${randomUUID()}`;
      const heard = new Promise<void>((release) => waiting.set(token, release));
      try {
        await run(db, 'select pg_notify($1, $2)', [CHANNEL, token]);
        await heard;
      } finally {
        waiting.delete(token);
      }
      await work;
    },
    async close() {
      closed = true;
      clearInterval(heartbeat);
      releaseAll();
      const last = client;
      client = undefined;
      await last?.end().catch(() => undefined);
    },
  };
}
