import { spawn, type StdioOptions } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { PostgresFailed } from './errors.ts';

/** The user PostgreSQL runs as; empty for our own. */
export interface RunAs {
  uid?: number;
  gid?: number;
}

/**
 * PostgreSQL refuses to run as root. Then it runs as the user the cluster already belongs to, and a new one as `nobody`
 * (initdb wants a user with a name).
 */
export function chooseUser(data: string): RunAs {
  if (process.getuid?.() !== 0) return {};
  const cluster = statSync(data, { throwIfNoEntry: false });
  if (cluster && cluster.uid !== 0) return { uid: cluster.uid, gid: cluster.gid };
  const [, uid, gid] = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8')) ?? [];
  if (uid === undefined) {
    throw new PostgresFailed(
      'PostgreSQL does not run as root, and this machine has no user `nobody` to run it as. Start Biotope as an ordinary user, or give the address of a PostgreSQL server in DATABASE_URL.',
    );
  }
  return { uid: Number(uid), gid: Number(gid) };
}

/**
 * How a program of PostgreSQL is told its data folder. On Linux it starts inside it and is told "where you are": that
 * link leads straight to the folder, so the user it runs as needs no way through the folders above (/root is closed).
 */
export const here = (folder: string): string => (process.platform === 'linux' ? '/proc/self/cwd' : folder);

/** Our environment stays with us: PGDATA, PGPORT and the like must not steer the embedded server. */
export const environment = { PATH: process.env.PATH, LC_ALL: 'C' };

export interface Ended {
  /** The exit code; undefined when the program could not be started or was ended by a signal. */
  code: number | undefined;
  stdout: string;
  stderr: string;
}

/** Runs a program in a folder as that user to its end. */
export async function runIn(folder: string, runAs: RunAs, program: string, args: string[], input = ''): Promise<Ended> {
  const stdio: StdioOptions = ['pipe', 'pipe', 'pipe'];
  const child = spawn(program, args, { ...runAs, cwd: folder, env: environment, stdio });
  const { promise, resolve } = Promise.withResolvers<Ended>();
  let stdout = '';
  let stderr = '';
  child.stdout!.on('data', (chunk) => (stdout += chunk));
  child.stderr!.on('data', (chunk) => (stderr += chunk));
  child.stdin!.on('error', () => {}); // it ended without reading: its exit code says why
  child.stdin!.end(input);
  child.on('error', (error) => resolve({ code: undefined, stdout, stderr: error.message }));
  child.on('close', (code) => resolve({ code: code ?? undefined, stdout, stderr }));
  return promise;
}
