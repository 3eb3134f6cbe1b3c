import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import { DataFolderUnusable, explainOutput } from './errors.ts';
import { here, runIn, type RunAs } from './run-as.ts';

export interface Cluster {
  home: string;
  data: string;
  password: string;
}

/** Makes the cluster on the first start, checks that it fits these binaries on later ones. No server runs meanwhile. */
export async function prepareCluster(home: string, binaries: Binaries, runAs: RunAs, log: (line: string) => void): Promise<Cluster> {
  const data = join(home, 'data');
  removeDrafts(home);
  if (!existsSync(data)) {
    log('Preparing the database…');
    const password = newPassword();
    await makeCluster(home, data, password, binaries, runAs);
    return { home, data, password };
  }
  checkMajor(data, binaries.version);
  return { home, data, password: readPassword(home) ?? (await renewPassword(home, data, binaries, runAs)) };
}

/** Made under another name and renamed when whole: a cluster that stands at `data` is complete, also after kill -9. */
async function makeCluster(home: string, data: string, password: string, binaries: Binaries, runAs: RunAs): Promise<void> {
  const draft = mkdtempSync(join(home, 'new-'));
  try {
    if (runAs.uid !== undefined) chownSync(draft, runAs.uid, runAs.gid!);
    // Unicode rules that come with PostgreSQL itself: an update of ICU or of the C library can't break an index.
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    const { code, stdout, stderr } = await runIn(draft, runAs, binaries.initdb, ['-D', here(draft), '--username=postgres', '--auth=reject', '--no-instructions', ...locale]);
    if (code !== 0) throw explainOutput('Making the database', home, `${stdout}\n${stderr}`);
    const access = await runIn(draft, runAs, '/bin/sh', ['-c', 'cat > pg_hba.conf'], 'host all all 127.0.0.1/32 scram-sha-256\n');
    if (access.code !== 0) throw explainOutput('Making the database', home, access.stderr);
    // The node's role owns its database and may make others (tests do), but it is no superuser: SQL can't reach files.
    await alone(draft, binaries, runAs, [`CREATE ROLE biotope LOGIN CREATEDB PASSWORD '${password}'`, 'CREATE DATABASE biotope OWNER biotope']);
    writePassword(home, password);
    renameSync(draft, data);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true, maxRetries: 3 });
    throw error;
  }
}

/** Runs statements on a cluster that no server has open. */
async function alone(data: string, binaries: Binaries, runAs: RunAs, statements: string[]): Promise<void> {
  const { code, stderr } = await runIn(data, runAs, binaries.postgres, ['--single', '-D', here(data), 'postgres'], statements.map((line) => `${line}\n`).join(''));
  if (code !== 0 || /\b(ERROR|FATAL|PANIC):/.test(stderr)) throw explainOutput('Setting up the database', data, stderr);
}

/** What an interrupted start left. Its initdb may still be writing: then the folder goes at the next start. */
function removeDrafts(home: string): void {
  for (const name of readdirSync(home).filter((entry) => entry.startsWith('new-'))) {
    try {
      rmSync(join(home, name), { recursive: true, force: true, maxRetries: 3 });
    } catch {
      continue;
    }
  }
}

function checkMajor(data: string, version: string): void {
  let found: string;
  try {
    found = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new DataFolderUnusable(data, 'it holds no PostgreSQL cluster. Move it away, or choose another folder with BIOTOPE_DATA.', error);
  }
  const ours = version.split('.')[0];
  if (found === ours) return;
  throw new DataFolderUnusable(
    data,
    `it was made by PostgreSQL ${found}, and this Biotope brings ${version}. Dump it with the Biotope that made it or with PostgreSQL ${found} (pg_dump), move ${data} away, start again, and load the dump; or run PostgreSQL ${found} on it yourself and give its address in DATABASE_URL.`,
  );
}

const newPassword = (): string => randomBytes(24).toString('base64url');
const passwordFile = (home: string): string => join(home, 'password');

function readPassword(home: string): string | undefined {
  if (!existsSync(passwordFile(home))) return undefined;
  const text = readFileSync(passwordFile(home), 'utf8').trim();
  return text.length === newPassword().length ? text : undefined;
}

function writePassword(home: string, password: string): void {
  const draft = `${passwordFile(home)}.new`;
  rmSync(draft, { force: true });
  writeFileSync(draft, `${password}\n`, { mode: 0o600 });
  renameSync(draft, passwordFile(home));
}

/** The file was lost or damaged: whoever may open the folder may also set the password anew. */
async function renewPassword(home: string, data: string, binaries: Binaries, runAs: RunAs): Promise<string> {
  const password = newPassword();
  await alone(data, binaries, runAs, [`ALTER ROLE biotope PASSWORD '${password}'`]);
  writePassword(home, password);
  return password;
}
