import { openCatalogue, type OpenCatalogue } from '../../../catalogue/testing/catalogue.ts';
import { run, type Db } from '../../../kernel/database.ts';
import { canonicalJson } from '../../../kernel/identifiers.ts';
import { migrate } from '../../../kernel/migrate.ts';
import { envelopeHash, type Envelope } from '../../envelope.ts';
import { federationMigrations } from '../../migrations.ts';
import { openPlacing, type Placing, type PlacingOptions } from '../open-placing.ts';

/** A catalogue with the tables of the federation, and the placing that keeps it in step. */
export interface PlacingCatalogue extends OpenCatalogue {
  placing: Placing;
  /** Another one on the same tables, as another process has it. */
  another(options?: Partial<PlacingOptions>): Promise<Placing>;
}

export async function openPlacingCatalogue(options: Partial<PlacingOptions> = {}): Promise<PlacingCatalogue> {
  const catalogue = await openCatalogue();
  const { db, vocabulary } = catalogue;
  await migrate(db, [federationMigrations]);
  const databaseUrl = await urlOf(db);
  const opened: Placing[] = [];
  const open = async (more: Partial<PlacingOptions> = {}) => {
    const placing = await openPlacing({
      db,
      databaseUrl,
      vocabulary: () => vocabulary,
      rankOf: (source) => (source.startsWith('node:') ? 1 : 0),
      isRegistry: (source) => ['galaxy-codex', 'rdmkit'].includes(source),
      onPublished: async () => undefined,
      log: () => undefined,
      ...options,
      ...more,
    });
    opened.push(placing);
    return placing;
  };
  return {
    ...catalogue,
    placing: await open(),
    another: open,
    async close() {
      for (const placing of opened) await placing.close();
      await catalogue.close();
    },
  };
}

async function urlOf(db: Db): Promise<string> {
  const { inject } = await import('vitest');
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${String((await run(db, 'select current_database() as name')).rows[0]?.['name'])}`;
  return url.href;
}

/** Notes what origins said last as whoever follows their feeds does: descriptions are to be shown, what was withdrawn is not. */
export async function receive(db: Db, sayings: readonly { envelope: Envelope; jws: string }[], via: readonly string[] = []): Promise<void> {
  const rows = sayings.map(({ envelope, jws }) => {
    const text = canonicalJson(envelope);
    const { origin, resource, incarnation, version, audience } = envelope;
    const hash = envelopeHash(text);
    const gone = envelope.type === 'tombstone';
    return { origin, resource, incarnation, version, hash, envelope: text, jws, audience, gone, wanted: gone ? null : hash, via };
  });
  await run(
    db,
    `insert into federation.replica (origin, resource, incarnation, version, hash, envelope, jws, audience, gone, received, wanted, via)
     select origin, resource, incarnation, version, hash, envelope, jws, audience, gone, clock_timestamp(), wanted, via
     from json_to_recordset($1::json) as it(origin text, resource text, incarnation int, version int, hash text, envelope text, jws text, audience text, gone boolean, wanted text, via text[])
     on conflict (origin, resource) do update set incarnation = excluded.incarnation, version = excluded.version, hash = excluded.hash, envelope = excluded.envelope,
       jws = excluded.jws, audience = excluded.audience, gone = excluded.gone, received = excluded.received, wanted = excluded.wanted, via = excluded.via`,
    [JSON.stringify(rows)],
  );
  await run(db, `select pg_notify('federation_changed', 'replicas')`);
}

/** Nobody hands on what a node says any more, though it took nothing back. */
export const cutOff = (db: Db, origin: string) => run(db, 'update federation.replica set wanted = null where origin = $1', [origin]);
