import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PgBoss } from 'pg-boss';
import { pino, type Logger } from 'pino';
import { catalogueMigrations, republishUnresolved } from '../catalogue/index.ts';
import { openSearchIndex, reindexAll, type SearchIndex, type Searching } from '../catalogue/search/index.ts';
import { exchangeMigrations, harvestNow, openHarvesting, readSource, type Harvesting } from '../exchange/index.ts';
import { identityMigrations, operatorKey, organisationNames, organisationsNamed } from '../identity/index.ts';
import { openDatabase, type Db } from '../kernel/database.ts';
import { reasonOf } from '../kernel/errors.ts';
import type { LanguageMap } from '../kernel/language-map.ts';
import { migrate } from '../kernel/migrate.ts';
import { startPostgres, claimDataFolder } from '../kernel/postgres/index.ts';
import { ledgerMigrations } from '../ledger/index.ts';
import { vocabularyHolder, vocabularyMigrations, type Vocabulary } from '../vocabulary/index.ts';
import type { Configuration } from './configuration.ts';
import manifest from '../../package.json' with { type: 'json' };

/** A node, opened: its parts put together, ready to be served or to answer a command. */
export interface Node {
  configuration: Configuration;
  version: string;
  started: Date;
  log: Logger;
  db: Db;
  operatorKey: string;
  vocabulary: () => Vocabulary;
  search: SearchIndex;
  searching: Searching;
  harvesting: Harvesting;
  organisationNames: (ids: string[]) => Promise<Map<string, LanguageMap>>;
  sourceTitle: (source: string) => LanguageMap;
  /** Begins what a serving node does by itself: interrupted harvests go on, the rest follow their schedules. */
  startJobs(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the data folder and everything on it, lowest floor first. What was opened is closed in the opposite order, also
 * where a later part fails to open.
 */
export async function openNode(configuration: Configuration, options: { log: 'info' | 'warn' | 'silent'; say?: (line: string) => void }): Promise<Node> {
  const started = new Date();
  const say = options.say ?? (() => {});
  // Standard output belongs to the answers of commands; secrets never reach the log.
  const log = pino(
    { level: process.env['BIOTOPE_LOG'] ?? options.log, serializers: { err: plainError }, redact: ['req.headers.authorization', 'req.headers.cookie'] },
    pino.destination(2),
  );
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer().catch((error: unknown) => log.warn({ err: error }, 'while closing'));
  };
  try {
    await mkdir(configuration.dataFolder, { recursive: true, mode: 0o755 });
    const key = await operatorKey(configuration.dataFolder);
    const databaseUrl = await databaseOf(configuration, closers, say);
    const { db, close: closeDatabase } = openDatabase(databaseUrl, { max: 12, onError: (error) => log.warn({ err: error }, 'database connection lost') });
    closers.push(closeDatabase);
    await migrate(db, [ledgerMigrations, vocabularyMigrations, identityMigrations, catalogueMigrations, exchangeMigrations]);

    const holder = vocabularyHolder(db);
    await holder.refresh();
    const search = await openSearchIndex({ db, databaseUrl, snapshotFolder: join(configuration.dataFolder, 'search'), log: (message) => log.info(message) });
    closers.push(() => search.close());

    const boss = new PgBoss({ connectionString: databaseUrl, max: 3, schema: 'jobs' });
    boss.on('error', (error) => log.warn({ err: error }, 'jobs'));
    await boss.start();
    closers.push(() => boss.stop({ graceful: true, timeout: 10_000 }));

    const harvesting = await openHarvesting({
      db,
      databaseUrl,
      boss,
      vocabulary: () => holder.current(),
      sources: configuration.sources,
      largestDeletion: configuration.harvest.largestDeletion,
      log: (message: string) => log.info(message),
      onPublished: () => search.catchUp(),
      onVocabularyChanged: async () => {
        const vocabulary = await holder.refresh();
        await republishUnresolved(db, { vocabulary, at: new Date(), by: 'node:vocabulary' });
        await reindexAll(db, vocabulary);
        await search.catchUp();
      },
    });
    closers.push(() => harvesting.close());
    await loadStarter(harvesting);

    const names = (ids: string[]) => organisationNames(db, ids);
    const sourceTitle = (source: string) => harvesting.sourceTitle(source) ?? { en: source };
    return {
      configuration,
      version: manifest.version,
      started,
      log,
      db,
      operatorKey: key,
      vocabulary: () => holder.current(),
      search,
      searching: {
        db,
        index: search,
        vocabulary: () => holder.current(),
        organisationNames: names,
        organisationsNamed: (name) => organisationsNamed(db, name),
        sourceTitles: async (ids) => new Map(ids.map((id) => [id, sourceTitle(id)])),
      },
      harvesting,
      organisationNames: names,
      sourceTitle,
      startJobs: () => harvesting.start({ automatic: configuration.harvest.automatic }),
      close,
    };
  } catch (error) {
    await close();
    log.debug({ err: reasonOf(error) }, 'could not open');
    throw error;
  }
}

/** What the log says of an error: no object hanging on it, such as a connection with its key. */
const plainError = (error: Error & { code?: unknown }) => ({ type: error.name, message: error.message, code: error.code, stack: error.stack });

/** The first opening of a data folder fills it with the starter catalogue, before anybody asks; cut off, it is resumed as any harvest. */
async function loadStarter({ context }: Harvesting): Promise<void> {
  const { lastHarvest } = await readSource(context, 'starter');
  if (!lastHarvest) await harvestNow(context, { source: 'starter', by: 'node:start' });
}

/** The database's address: the operator's server, or the node's own, started here. */
async function databaseOf(configuration: Configuration, closers: (() => Promise<unknown>)[], say: (line: string) => void): Promise<string> {
  if (configuration.databaseUrl) {
    const claim = await claimDataFolder(configuration.dataFolder);
    closers.push(async () => claim.release());
    return configuration.databaseUrl;
  }
  say('Opening the database…');
  const postgres = await startPostgres({ dataFolder: configuration.dataFolder });
  closers.push(() => postgres.stop());
  return postgres.url;
}
