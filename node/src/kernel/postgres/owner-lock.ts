import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataFolderInUse } from './errors.ts';
import { processStart } from './process-identity.ts';

interface Owner {
  pid: number;
  startedAt: string;
  startTime: string;
}

/**
 * Makes this process the owner of the data folder, or throws `DataFolderInUse`. Every start goes through here before
 * it touches the database, so that what it finds running there can only be an orphan.
 *
 * The claim is linked into place: it appears at once and complete, and only one of two can succeed.
 */
export function claimDataFolder(dataFolder: string): { release(): void } {
  const path = join(dataFolder, 'owner.json');
  const draft = `${path}.${process.pid}`;
  const owner: Owner = { pid: process.pid, startedAt: new Date().toISOString(), startTime: processStart(process.pid) ?? '' };
  const claim = `${JSON.stringify(owner)}\n`;
  try {
    writeFileSync(draft, claim);
    while (!linked(draft, path)) {
      const found = readText(path);
      const holder = parseOwner(found);
      if (holder && processStart(holder.pid) === holder.startTime) throw new DataFolderInUse(dataFolder, holder.pid, portOf(dataFolder));
      setAside(path, found);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    release: () => {
      if (readText(path) === claim) rmSync(path, { force: true });
    },
  };
}

/** Removes a dead owner's claim. Renamed first and looked at again: in between another may have put its own there. */
function setAside(path: string, stale: string | undefined): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (readText(aside) !== stale) linked(aside, path);
  rmSync(aside, { force: true });
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseOwner(text: string | undefined): Owner | undefined {
  try {
    return JSON.parse(text ?? '') as Owner;
  } catch {
    return undefined;
  }
}

/** The port that the running node wrote beside its claim, for the message. */
function portOf(dataFolder: string): number | undefined {
  try {
    const { port } = JSON.parse(readFileSync(join(dataFolder, 'node.json'), 'utf8')) as { port?: unknown };
    return typeof port === 'number' ? port : undefined;
  } catch {
    return undefined;
  }
}
