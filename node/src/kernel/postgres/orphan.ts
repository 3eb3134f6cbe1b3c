import { closeSync, constants, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processStart, servesCluster } from './process-identity.ts';

/** No process can have this number: PostgreSQL takes the file that carries it for a dead server's. */
const NOBODY = 2 ** 31 - 1;

/**
 * Ends a server that an earlier node left behind on this cluster (its guard was killed too). We own the data folder,
 * so whatever runs there belongs to nobody.
 */
export async function endOrphan(data: string, log: (line: string) => void): Promise<void> {
  const file = join(data, 'postmaster.pid');
  const text = readIfThere(file);
  const pid = Number.parseInt(text ?? '', 10);
  if (!(pid > 1)) return;
  if (!servesCluster(pid, data)) {
    if (exists(pid)) disown(file, text!);
    return;
  }
  log(`A PostgreSQL of an earlier node still runs here (process ${pid}). Shutting it down…`);
  if (await ends(pid, 'SIGINT', 20_000)) return;
  if (await ends(pid, 'SIGQUIT', 10_000)) return;
  await ends(pid, 'SIGKILL', 10_000);
}

/** Sends the signal and waits: true when the process has ended in time. */
async function ends(pid: number, signal: NodeJS.Signals, withinMs: number): Promise<boolean> {
  const start = processStart(pid);
  if (start === undefined) return true;
  process.kill(pid, signal);
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; await sleep(20)) {
    if (processStart(pid) !== start) return true;
  }
  return false;
}

/**
 * The pid was given to another process, or is a zombie nobody reaps: PostgreSQL would take it for a living server and
 * refuse. Only the pid goes; with the rest PostgreSQL still makes sure that no part of the old server is at work.
 */
function disown(file: string, text: string): void {
  const { O_WRONLY, O_TRUNC, O_NOFOLLOW } = constants;
  const descriptor = openSync(file, O_WRONLY | O_TRUNC | O_NOFOLLOW);
  writeFileSync(descriptor, text.replace(/^\d+/, String(NOBODY)));
  closeSync(descriptor);
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
