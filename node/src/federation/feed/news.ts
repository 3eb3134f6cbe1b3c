import { EventEmitter } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

const RECONNECT = 1_000;
/** Milliseconds after which whoever waits looks by itself, where nothing can be heard. */
const LOOK = 1_000;

/** Hears over PostgreSQL that something changed, from whichever process it comes. */
export interface News {
  /** Comes back when something is heard on a channel with one of these words, when the time is over, or when it is no longer wanted. */
  wait(milliseconds: number, ...signals: AbortSignal[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param heard called with channel and word of each notification; once with nothing after the connection was lost and
 * found again, for what was not heard meanwhile.
 */
export async function openNews(databaseUrl: string, channels: readonly string[], heard: (channel?: string, word?: string) => void): Promise<News> {
  const bell = new EventEmitter().setMaxListeners(0);
  let client: pg.Client | undefined;
  let closed = false;

  const connect = async () => {
    const opened = new pg.Client({ connectionString: databaseUrl, application_name: 'biotope feed', keepAlive: true, connectionTimeoutMillis: 10_000 });
    const lost = () => {
      if (client !== opened) return;
      client = undefined;
      void opened.end().catch(() => undefined);
      if (!closed) void reconnect();
    };
    opened.on('error', lost);
    opened.on('end', lost);
    opened.on('notification', ({ channel, payload = '' }) => {
      heard(channel, payload);
      if (payload === 'feed') bell.emit('feed');
    });
    try {
      await opened.connect();
      for (const channel of channels) await opened.query(`listen ${channel}`);
    } catch (error) {
      await opened.end().catch(() => undefined);
      throw error;
    }
    client = opened;
  };
  const reconnect = async () => {
    while (!closed && !client) {
      await wait(RECONNECT, undefined, { ref: false });
      if (!closed)
        await connect().then(
          () => {
            heard();
            bell.emit('feed');
          },
          () => undefined,
        );
    }
  };
  await connect();
  return {
    wait: (milliseconds, ...signals) =>
      new Promise((over) => {
        if (closed || signals.some(({ aborted }) => aborted)) return over();
        const end = () => {
          clearTimeout(timer);
          bell.off('feed', end);
          for (const signal of signals) signal.removeEventListener('abort', end);
          over();
        };
        const timer = setTimeout(end, client ? milliseconds : Math.min(milliseconds, LOOK));
        bell.on('feed', end);
        for (const signal of signals) signal.addEventListener('abort', end);
      }),
    async close() {
      closed = true;
      bell.emit('feed');
      const last = client;
      client = undefined;
      await last?.end().catch(() => undefined);
    },
  };
}
