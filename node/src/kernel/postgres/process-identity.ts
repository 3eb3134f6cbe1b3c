import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

const linux = process.platform === 'linux';

/**
 * When a process began, in the system's own units, or undefined when it does not run (a zombie has ended).
 * A pid alone names nobody: it is given out again. A pid with its start time is one process.
 */
export function processStart(pid: number): string | undefined {
  if (!linux) {
    const [state, ...began] = ps(pid, 'state=,lstart=').split(/\s+/);
    return !state || state.startsWith('Z') ? undefined : began.join(' ');
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' || state === 'X' ? undefined : rest[18];
  } catch {
    return undefined;
  }
}

/** Whether the process is a PostgreSQL server that works in this folder (an absolute path without symbolic links). */
export function servesCluster(pid: number, data: string): boolean {
  if (!linux) return ps(pid, 'command=').includes(`postgres -D ${data}`);
  try {
    const [program] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return program!.endsWith('/postgres') && readlinkSync(`/proc/${pid}/cwd`) === data;
  } catch {
    return false;
  }
}

const ps = (pid: number, columns: string): string => spawnSync('ps', ['-o', columns, '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
