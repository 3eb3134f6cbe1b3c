import pg from 'pg';
import { CHANNEL, COLUMNS, type SearchRow } from '../search-row.ts';
import type { Stand } from './snapshot.ts';

export interface Change {
  sequence: number;
  ordinal: number;
  links_only: boolean;
  nonce: number;
}

/** Entries of the outbox that are kept for processes that were away; one that was away longer reads everything anew. */
const KEPT = 200_000;

/** The index's own connection: it reads rows and the outbox, and hears when the outbox grows. */
export class Feed {
  readonly #client: pg.Client;

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  static async open(url: string, on: { grown: () => void; lost: (error: Error) => void }): Promise<Feed> {
    const client = new pg.Client({ connectionString: url, application_name: 'biotope search', keepAlive: true, connectionTimeoutMillis: 10_000 });
    client.on('notification', on.grown);
    client.on('error', on.lost);
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
    return new Feed(client);
  }

  /** Where the outbox ends, and before which entry it has been cleared. */
  async end(): Promise<Stand & { clearedTo: number }> {
    const { rows } = await this.#client.query(
      `select s.database, s.cleared_to, coalesce(o.sequence, 0) as sequence, coalesce(o.nonce, 0) as nonce
       from catalogue.search_state s left join lateral (select sequence, nonce from catalogue.search_outbox order by sequence desc limit 1) o on true`,
    );
    const [row] = rows as { database: string; cleared_to: string; sequence: string; nonce: number }[];
    if (!row) throw new Error('catalogue.search_state is empty');
    return { database: row.database, sequence: Number(row.sequence), nonce: row.nonce, clearedTo: Number(row.cleared_to) };
  }

  /** Why an index that stands there cannot go on from the outbox; undefined where it can. */
  async cannotFollow(stand: Stand): Promise<string | undefined> {
    const end = await this.end();
    if (end.database !== stand.database) return 'it is of another database';
    if (stand.sequence > end.sequence) return 'the database is behind it';
    const { rows } = await this.#client.query('select nonce from catalogue.search_outbox where sequence = $1', [stand.sequence]);
    const [entry] = rows as { nonce: number }[];
    if (!entry) return 'the outbox no longer reaches back to it';
    return entry.nonce === stand.nonce ? undefined : 'the database has gone another way since (was it restored from a copy?)';
  }

  async changesAfter(sequence: number, limit: number): Promise<Change[]> {
    const { rows } = await this.#client.query('select sequence, ordinal, links_only, nonce from catalogue.search_outbox where sequence > $1 order by sequence limit $2', [
      sequence,
      limit,
    ]);
    return (rows as (Omit<Change, 'sequence'> & { sequence: string })[]).map((row) => ({ ...row, sequence: Number(row.sequence) }));
  }

  /** These rows as they are now; what is gone is not among them. */
  async rows(ordinals: number[]): Promise<SearchRow[]> {
    return (await this.#client.query(`select ${COLUMNS} from catalogue.search_row where ordinal = any($1::int[])`, [ordinals])).rows as SearchRow[];
  }

  async linkCounts(ordinals: number[]): Promise<{ ordinal: number; links: number }[]> {
    return (await this.#client.query('select ordinal, links from catalogue.search_row where ordinal = any($1::int[])', [ordinals])).rows as { ordinal: number; links: number }[];
  }

  /** Every row, in order, batch by batch. */
  async *everyRow(batch: number): AsyncGenerator<SearchRow[]> {
    for (let after = -1; ;) {
      const { rows } = await this.#client.query(`select ${COLUMNS} from catalogue.search_row where ordinal > $1 order by ordinal limit $2`, [after, batch]);
      const last = (rows as SearchRow[]).at(-1);
      if (!last) return;
      yield rows as SearchRow[];
      after = last.ordinal;
    }
  }

  /** Clears the outbox of what every process has long read, and returns its room. */
  async clear(): Promise<void> {
    await this.#client.query(
      `with state as (update catalogue.search_state s set cleared_to = o.last - ${KEPT}
         from (select max(sequence) as last from catalogue.search_outbox) o
         where o.last - s.cleared_to > ${2 * KEPT} returning s.cleared_to)
       delete from catalogue.search_outbox using state where sequence <= state.cleared_to`,
    );
  }

  async close(): Promise<void> {
    await this.#client.end();
  }
}
