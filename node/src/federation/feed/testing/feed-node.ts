import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { accessMigrations, openAccess } from '../../../access/index.ts';
import { Terms, writeTerms, type TermsInput } from '../../../access/terms/index.ts';
import { applyVisibility, catalogueMigrations, publishRecords, withdrawRecords, type DescriptionInput } from '../../../catalogue/index.ts';
import { identityMigrations } from '../../../identity/index.ts';
import { openDatabase, run, type Db } from '../../../kernel/database.ts';
import { DomainError, reasonOf } from '../../../kernel/errors.ts';
import { identifierOf } from '../../../kernel/identifiers.ts';
import { migrate } from '../../../kernel/migrate.ts';
import { freshDatabase } from '../../../kernel/testing/database.ts';
import { ledgerMigrations } from '../../../ledger/index.ts';
import { vocabularyHolder, vocabularyMigrations, type Vocabulary } from '../../../vocabulary/index.ts';
import { forgetKeys, keyBook } from '../../membership/index.ts';
import { federationMigrations } from '../../migrations.ts';
import { openSelf, type Self } from '../../self/index.ts';
import { openFeed, type Feed } from '../open-feed.ts';
import { feedRoutes } from '../routes.ts';

/** A node with a catalogue and a feed that is handed out over HTTP, and nothing else. */
export interface FeedNode {
  db: Db;
  url: string;
  folder: string;
  self: Self;
  feed: Feed;
  vocabulary: Vocabulary;
  /** What the node's clock says; may be set. */
  clock: { now: Date };
  log: string[];
  idOf(key: string): string;
  /** Takes records of a source (`test`, which is nobody else's) into the catalogue. */
  publish(records: Record<string, Partial<DescriptionInput>>, source?: string): Promise<void>;
  withdraw(keys: string[], reason?: string, source?: string): Promise<void>;
  /** Sets a resource's terms. */
  restrict(key: string, terms: TermsInput): Promise<void>;
  /** Another feed of the same node on the same database, as another process or a later start has it. */
  again(): Feed;
  /** Stops listening as a node that is stopped does: open requests are answered first. */
  stopListening(): Promise<void>;
  close(): Promise<void>;
}

/** As the node's server answers them. */
const STATUS: Record<string, number> = { 'not-found': 404, unavailable: 503, 'too-large': 413 };

export async function openFeedNode(): Promise<FeedNode> {
  const database = await freshDatabase();
  const { db, close } = openDatabase(database.url, { onError: () => undefined });
  await migrate(db, [ledgerMigrations, vocabularyMigrations, identityMigrations, accessMigrations, catalogueMigrations, federationMigrations]);
  const access = await openAccess({ db, databaseUrl: database.url });
  const vocabulary = await vocabularyHolder(db).refresh();
  const folder = await mkdtemp(join(tmpdir(), 'biotope-feed-'));
  const app = Fastify();
  const url = await app.listen({ port: 0, host: '127.0.0.1' }).then((address) => address.replace(/\/$/, ''));
  await app.close();
  const node = { name: { en: 'Platform 1' }, description: { en: 'A platform' } };
  const self = await openSelf({ dataFolder: folder, url, node, version: '0' });
  const clock = { now: new Date('2026-06-01T12:00:00.000Z') };
  const log: string[] = [];
  const again = () =>
    openFeed({
      db,
      databaseUrl: database.url,
      dataFolder: folder,
      url,
      self,
      access,
      vocabulary: () => vocabulary,
      rankOf: () => 0,
      now: () => clock.now,
      log: (message) => void log.push(message),
    });
  const feed = again();
  const server = Fastify();
  server.setErrorHandler((error, _request, reply) => reply.code(error instanceof DomainError ? (STATUS[error.code] ?? 400) : 500).send({ detail: reasonOf(error) }));
  await server.register((part) => feedRoutes(part, { db, feed, keys: keyBook(db, self), url, now: () => clock.now }));
  await server.listen({ port: Number(new URL(url).port), host: '127.0.0.1' });
  const idOf = (key: string) => identifierOf('test', key);
  let instants = Date.parse('2026-05-01T00:00:00Z');
  const context = () => ({ vocabulary, at: new Date((instants += 1_000)), by: 'harvest:test' });
  return {
    db,
    url,
    folder,
    self,
    feed,
    vocabulary,
    clock,
    log,
    idOf,
    async publish(records, source = 'test') {
      const given = Object.entries(records).map(([key, more]) => ({
        key,
        collection: 'things',
        description: { kind: 'dataset', title: { en: key }, ...more } as DescriptionInput,
      }));
      const { outcomes } = await db.transaction().execute((trx) => publishRecords(trx, source, given, context()));
      const flawed = outcomes.find((outcome) => outcome.state === 'rejected');
      if (flawed) throw new Error(JSON.stringify(flawed));
    },
    withdraw: (keys, reason = 'Closed / 已关闭', source = 'test') =>
      db.transaction().execute(async (trx) => void (await withdrawRecords(trx, source, keys, { ...context(), reason }))),
    async restrict(key, terms) {
      await db.transaction().execute(async (trx) => {
        await writeTerms(trx, idOf(key), Terms.parse(terms), { at: clock.now, by: 'test' });
        await applyVisibility(trx, [idOf(key)]);
      });
    },
    again,
    stopListening: () => server.close(),
    async close() {
      server.server.closeAllConnections();
      await server.close();
      await feed.close();
      await access.close();
      await close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Whether another node may see this one's group feed: a hub this node belongs to. */
export async function joinHub(db: Db, hub: { id: string; document: unknown }, sharesGroup: boolean): Promise<void> {
  await run(
    db,
    `insert into federation.node (id, url, name, document, first_seen, updated) values ($1, 'https://hub.example', '{"en":"Hub"}', $2, now(), now()) on conflict (id) do nothing`,
    [hub.id, JSON.stringify(hub.document)],
  );
  await run(
    db,
    `insert into federation.membership (id, side, node_id, url, state, role, shares_group, asked) values ($1, 'hub', $1, 'https://hub.example', 'admitted', 'platform', $2, now())
     on conflict (id) do update set shares_group = excluded.shares_group`,
    [hub.id, sharesGroup],
  );
  forgetKeys(hub.id);
}
