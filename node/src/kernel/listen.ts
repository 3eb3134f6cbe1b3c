import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

/** Hears a channel of PostgreSQL's notifications on a connection of its own, for as long as it is open. */
export interface Listening {
  close(): Promise<void>;
}

/** A connection that was cut without a word is found within two of these. */
const HEARTBEAT = 5_000;
const RECONNECT = 1_000;
/** Told to `heard` once the channel is heard, at first and after each time the connection was lost: anything may have happened before. */
export const ANYTHING = 'anything';

/** Connects in the background and stays connected; what was said while it was not is told as `ANYTHING`. */
export function listenTo({ databaseUrl, channel, heard }: { databaseUrl: string; channel: string; heard: (payload: string) => void }): Listening {
  const ended = new AbortController();
  let client: pg.Client | undefined;

  const hearing = async (): Promise<void> => {
    const opened = new pg.Client({ connectionString: databaseUrl, application_name: `biotope ${channel}`, keepAlive: true, connectionTimeoutMillis: 10_000 });
    const lost = new Promise<void>((resolve) => {
      opened.on('error', () => resolve());
      opened.on('end', () => resolve());
    });
    try {
      await opened.connect();
      opened.on('notification', ({ payload = '' }) => heard(payload));
      await opened.query(`listen ${pg.escapeIdentifier(channel)}`);
      if (ended.signal.aborted) return;
      client = opened;
      heard(ANYTHING);
      await Promise.race([lost, silence(opened, ended.signal)]);
    } finally {
      client = undefined;
      await opened.end().catch(() => undefined);
    }
  };
  const going = (async () => {
    while (!ended.signal.aborted) {
      await hearing().catch(() => undefined);
      await wait(RECONNECT, undefined, { ref: false, signal: ended.signal }).catch(() => undefined);
    }
  })();

  return {
    async close() {
      ended.abort();
      await client?.end().catch(() => undefined);
      await going;
    },
  };
}

/** Comes back once the server no longer answers on this connection. */
async function silence(client: pg.Client, signal: AbortSignal): Promise<void> {
  for (;;) {
    const slept = await wait(HEARTBEAT, true, { ref: false, signal }).catch(() => false);
    if (!slept) return;
    const answered = await Promise.race([
      client.query('select 1').then(
        () => true,
        () => false,
      ),
      wait(HEARTBEAT, false, { ref: false }),
    ]);
    if (!answered) return;
  }
}
