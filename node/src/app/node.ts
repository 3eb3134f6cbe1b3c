import { hash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PgBoss } from 'pg-boss';
import { pino, type Logger } from 'pino';
import { accessMigrations, FULL_SIGHT, openAccess, type OpenAccess } from '../access/index.ts';
import { openKeys, type SigningKeys } from '../access/keys/index.ts';
import { grantsShown, openPassports, type Passports } from '../access/passports/index.ts';
import { catalogueMigrations, isNodeSource, LOCAL, republishUnresolved } from '../catalogue/index.ts';
import { hitRows, openSearchIndex, reindexAll, type SearchIndex, type Searching } from '../catalogue/search/index.ts';
import { checkSources, exchangeMigrations, harvestNow, openHarvesting, readSource, type Harvesting } from '../exchange/index.ts';
import { federationMigrations, openFederation, type Federation } from '../federation/index.ts';
import { clientSecretOf, identityMigrations, operatorKey, organisationNames, organisationsNamed, providerKeys, type ProviderKeys } from '../identity/index.ts';
import { openDatabase, run, type Db } from '../kernel/database.ts';
import { reasonOf } from '../kernel/errors.ts';
import type { LanguageMap } from '../kernel/language-map.ts';
import { migrate } from '../kernel/migrate.ts';
import { sealOf } from '../kernel/seal.ts';
import { startPostgres, claimDataFolder } from '../kernel/postgres/index.ts';
import { ledgerMigrations, openBook, type Book } from '../ledger/index.ts';
import { prefixOf, prefixRegistry, vocabularyHolder, vocabularyMigrations, type Vocabulary } from '../vocabulary/index.ts';
import { ConfigurationError, type Configuration } from './configuration.ts';
import { dataUseHierarchy } from './data-use-hierarchy.ts';
import { openQuality, type Quality } from './quality.ts';
import { openRequestReminders } from './request-reminders.ts';
import manifest from '../../package.json' with { type: 'json' };

/** A node, opened: its parts put together, ready to be served or to answer a command. */
export interface Node {
  configuration: Configuration;
  version: string;
  started: Date;
  log: Logger;
  db: Db;
  operatorKey: string;
  /** Of the node's own OpenID Connect provider. */
  providerKeys: ProviderKeys;
  access: OpenAccess;
  /** The ledger, for entries without a transaction of their own. */
  book: Book;
  /** What the node signs visas and certificates with. */
  keys: SigningKeys;
  /** Reads the passports that others issued. */
  passports: Passports;
  vocabulary: () => Vocabulary;
  search: SearchIndex;
  searching: Searching;
  harvesting: Harvesting;
  quality: Quality;
  federation: Federation;
  organisationNames: (ids: string[]) => Promise<Map<string, LanguageMap>>;
  sourceTitle: (source: string) => LanguageMap;
  /** The rank of a source where several speak of one resource: the lowest is believed first. */
  rankOf: (source: string) => number;
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
  const sources = checkSources(configuration.sources);
  if ('problems' in sources) throw new ConfigurationError(`The configuration does not hold:\n  ${sources.problems.join('\n  ')}`);
  checkClientSecrets(configuration);
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer().catch((error: unknown) => log.warn({ err: error }, 'while closing'));
  };
  try {
    await mkdir(configuration.dataFolder, { recursive: true, mode: 0o755 });
    const key = await operatorKey(configuration.dataFolder);
    const ownProvider = await providerKeys(configuration.dataFolder);
    const databaseUrl = await databaseOf(configuration, closers, say);
    const { db, close: closeDatabase } = openDatabase(databaseUrl, { max: 12, onError: (error) => log.warn({ err: error }, 'database connection lost') });
    closers.push(closeDatabase);
    await migrate(db, [ledgerMigrations, vocabularyMigrations, identityMigrations, accessMigrations, catalogueMigrations, exchangeMigrations, federationMigrations]);
    const book = openBook(db);
    closers.push(() => book.close());
    const keys = await openKeys(configuration.dataFolder);
    const userAgent = `biotope/${manifest.version} (+${configuration.url})`;
    const passports = openPassports({ trusted: configuration.passports.trusted, url: configuration.url, userAgent, book });
    const passportGrants = grantsShown({ db, passports, url: configuration.url, holder: configuration.passports.holder });
    const holder = vocabularyHolder(db, prefixRegistry(configuration.prefixes.map(prefixOf)));
    await holder.refresh();
    const ancestors = await dataUseHierarchy(configuration.dataUse.hierarchy, () => holder.current());
    const access = await openAccess({ db, databaseUrl, passportGrants, ancestors, policyFolder: join(configuration.dataFolder, 'policies'), log: (message) => log.warn(message) });
    closers.push(() => access.close());

    const rankOf = rankingOf(configuration.ranking);
    const search = await openSearchIndex({ db, databaseUrl, snapshotFolder: join(configuration.dataFolder, 'search'), log: (message) => log.info(message) });
    closers.push(() => search.close());

    const boss = new PgBoss({ connectionString: databaseUrl, max: 3, schema: 'jobs' });
    boss.on('error', (error) => log.warn({ err: error }, 'jobs'));
    await boss.start();
    closers.push(() => boss.stop({ graceful: true, timeout: 10_000 }));

    let quality: Quality | undefined;
    const harvesting = await openHarvesting({
      db,
      databaseUrl,
      boss,
      vocabulary: () => holder.current(),
      sources: sources.checked,
      rankOf,
      largestDeletion: configuration.harvest.largestDeletion,
      web: {
        allowHosts: configuration.harvest.allowHosts,
        gap: configuration.harvest.crawlDelay * 1_000,
        userAgent,
      },
      log: (message: string) => log.info(message),
      onPublished: () => {
        quality?.changed();
        return search.catchUp();
      },
      onVocabularyChanged: async () => {
        const vocabulary = await holder.refresh();
        // A disease may be a narrower case of another now.
        await run(db, `select pg_notify('answers_changed', 'vocabulary')`);
        await republishUnresolved(db, { vocabulary, at: new Date(), by: 'node:vocabulary', rankOf });
        await reindexAll(db, vocabulary);
        await search.catchUp();
      },
    });
    closers.push(() => harvesting.close());
    await loadStarter(harvesting);

    const names = (ids: string[]) => organisationNames(db, ids);
    const nodeNamed = { titleOf: (id: string): LanguageMap => ({ en: id }) };
    const sourceTitle = (source: string) =>
      source === LOCAL ? { en: 'This node', zh: '本节点' } : isNodeSource(source) ? nodeNamed.titleOf(source) : (harvesting.sourceTitle(source) ?? { en: source });
    quality = await openQuality({ db, boss, configuration, version: manifest.version, vocabulary: () => holder.current(), sourceTitle, log: (message) => log.info(message) });
    const opened = quality;
    const reminders = await openRequestReminders({ db, boss, log: (message) => log.info(message) });
    closers.push(() => opened.close());
    const federation = await openFederation({
      db,
      databaseUrl,
      dataFolder: configuration.dataFolder,
      url: configuration.url,
      node: configuration.node,
      version: manifest.version,
      userAgent,
      settings: { ...configuration.federation, deadline: configuration.federation.deadline * 1_000 },
      vocabulary: () => holder.current(),
      access,
      rankOf,
      sourceTitle,
      onPublished: () => {
        opened.changed();
        return search.catchUp();
      },
      log: (message) => log.info(message),
    });
    closers.push(() => federation.close());
    nodeNamed.titleOf = federation.placing.names.titleOf;
    return {
      configuration,
      version: manifest.version,
      started,
      log,
      db,
      operatorKey: key,
      providerKeys: ownProvider,
      access,
      book,
      keys,
      passports,
      vocabulary: () => holder.current(),
      search,
      searching: {
        db,
        index: search,
        rows: hitRows(),
        seal: sealOf(key, 'search'),
        vocabulary: () => holder.current(),
        organisationNames: names,
        organisationsNamed: (name) => organisationsNamed(db, name),
        sourceTitles: async (ids) => new Map(ids.map((id) => [id, sourceTitle(id)])),
      },
      harvesting,
      quality: opened,
      federation,
      organisationNames: names,
      sourceTitle,
      rankOf,
      async startJobs() {
        await harvesting.start({ automatic: configuration.harvest.automatic });
        await opened.start();
        await reminders.start();
        await federation.start();
      },
      close,
    };
  } catch (error) {
    await close();
    log.debug({ err: reasonOf(error) }, 'could not open');
    throw error;
  }
}

/**
 * Sources in the order the operator believes them, then all others alike, then the starter catalogue: anything harvested
 * knows better. Other nodes come after all that this node reads itself, those the operator names first; the rest by
 * their identifiers, so that what is shown never depends on who was heard first.
 */
function rankingOf(ranking: readonly string[]): (source: string) => number {
  return (source) => {
    const place = ranking.indexOf(source);
    if (isNodeSource(source)) return ranking.length + 2 + (place >= 0 ? place : ranking.length + placeOf(source));
    return place >= 0 ? place : ranking.length + (source === 'starter' ? 1 : 0);
  };
}

/** From 0 to 1, in no order that anybody chose. */
const placeOf = (name: string): number => Number.parseInt(hash('sha256', name, 'hex').slice(0, 12), 16) / 2 ** 48;

/** Secrets of other providers are looked for before anything is opened, so that one that is missing is named at once. */
function checkClientSecrets({ signIn }: Configuration): void {
  for (const provider of signIn.providers) {
    try {
      clientSecretOf(provider);
    } catch (error) {
      throw new ConfigurationError(`The configuration does not hold:\n  ${reasonOf(error)}`);
    }
  }
}

/** What the log says of an error: no object hanging on it, such as a connection with its key. */
const plainError = (error: Error & { code?: unknown }) => ({ type: error.name, message: error.message, code: error.code, stack: error.stack });

/** The first opening of a data folder fills it with the starter catalogue, before anybody asks; cut off, it is resumed as any harvest. */
async function loadStarter({ context }: Harvesting): Promise<void> {
  const { lastHarvest } = await readSource(context, 'starter', FULL_SIGHT);
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
