import pg from 'pg';

const NAMESPACE = 0x66656564;

/** Keeps feeds to this process, by PostgreSQL's locks on one connection of its own; they go when the process or the connection does. */
export interface FeedLocks {
  /** Whether the feed is this process' own now. */
  hold(following: string): Promise<boolean>;
  letGo(following: string): Promise<void>;
  close(): Promise<void>;
}

export function openFeedLocks(databaseUrl: string): FeedLocks {
  let connection: Promise<pg.Client> | undefined;
  let held = new Set<string>();
  let closed = false;

  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: databaseUrl, application_name: 'biotope following', keepAlive: true, connectionTimeoutMillis: 10_000 });
    const lost = () => {
      connection = undefined;
      held = new Set();
    };
    client.on('error', lost);
    client.on('end', lost);
    await client.connect();
    return client;
  };
  const connected = () => (connection ??= connect().catch((error: unknown) => ((connection = undefined), Promise.reject(error))));

  return {
    async hold(following) {
      if (held.has(following)) return true;
      if (closed) return false;
      const { rows } = await (await connected()).query<{ locked: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as locked', [NAMESPACE, following]);
      if (rows[0]?.locked) held.add(following);
      return held.has(following);
    },
    async letGo(following) {
      if (!held.delete(following)) return;
      await (await connected()).query('select pg_advisory_unlock($1, hashtext($2))', [NAMESPACE, following]).catch(() => undefined);
    },
    async close() {
      closed = true;
      await (await connection?.catch(() => undefined))?.end().catch(() => undefined);
    },
  };
}
