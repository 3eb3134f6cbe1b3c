import { mkdirSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findBinaries } from './binaries.ts';
import { prepareCluster } from './cluster.ts';
import { explainFileError } from './errors.ts';
import { endOrphan } from './orphan.ts';
import { claimDataFolder } from './owner-lock.ts';
import { startPostmaster } from './postmaster.ts';
import { chooseUser } from './run-as.ts';

export { DataFolderInUse, DataFolderUnusable, PostgresFailed } from './errors.ts';
export { claimDataFolder } from './owner-lock.ts';

export interface EmbeddedPostgres {
  /** For `pg`: the node's own role and database, password included. */
  url: string;
  version: string;
  stop(): Promise<void>;
}

/**
 * Starts the node's own PostgreSQL in `<dataFolder>/postgres` and makes this process the owner of the data folder.
 * It never outlives this process: `stop` ends it in order, and a guard ends it when the process is killed.
 *
 * @example
 * const postgres = await startPostgres({ dataFolder: '.biotope', log: console.error });
 * const database = openDatabase(postgres.url);
 * …
 * await postgres.stop();
 */
export async function startPostgres(options: {
  dataFolder: string;
  log?: (line: string) => void;
  /** PostgreSQL's own settings, over those of a small node: where several nodes share this server. */
  settings?: Record<string, string>;
}): Promise<EmbeddedPostgres> {
  const dataFolder = resolve(options.dataFolder);
  const { log = () => {}, settings = {} } = options;
  try {
    const home = join(dataFolder, 'postgres');
    mkdirSync(dataFolder, { recursive: true });
    const claim = claimDataFolder(dataFolder);
    try {
      mkdirSync(home, { recursive: true, mode: 0o700 });
      return await startIn(realpathSync(home), claim, settings, log);
    } catch (error) {
      claim.release();
      throw error;
    }
  } catch (error) {
    throw explainFileError(error, dataFolder);
  }
}

async function startIn(home: string, claim: { release(): void }, settings: Record<string, string>, log: (line: string) => void): Promise<EmbeddedPostgres> {
  const data = join(home, 'data');
  const runAs = chooseUser(data);
  const binaries = await findBinaries(home, runAs);
  await endOrphan(data, log);
  const cluster = await prepareCluster(home, binaries, runAs, log);
  const postmaster = await startPostmaster(cluster, binaries.postgres, runAs, settings, log);
  return {
    url: `postgresql://biotope:${cluster.password}@127.0.0.1:${postmaster.port}/biotope`,
    version: binaries.version,
    stop: async () => {
      await postmaster.stop();
      claim.release();
    },
  };
}
