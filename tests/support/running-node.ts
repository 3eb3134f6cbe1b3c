import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryFlags } from '../../node/bin/memory.mjs';
import { setTimeout as wait } from 'node:timers/promises';

const root = new URL('../..', import.meta.url).pathname;
const program = join(root, 'node/bin/biotope.mjs');

/** A node in a process and data folder of its own, reached as anybody would: over HTTP and by the command line. */
export interface RunningNode {
  url: string;
  folder: string;
  process: ChildProcess;
  /** What it wrote on standard error so far. */
  log(): string;
  operator(): Promise<{ authorization: string }>;
  /** Ends it in order. */
  stop(): Promise<number | null>;
  /** kill -9. */
  kill(): Promise<void>;
}

export const temporaryFolder = () => mkdtemp(join(tmpdir(), 'biotope-test-'));
export const removeFolder = (folder: string) => rm(folder, { recursive: true, force: true });

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

const environmentOf = (folder: string, more: Record<string, string>) => ({ ...process.env, BIOTOPE_DATA: folder, BIOTOPE_CONFIG: join(root, 'tests/support/quiet.yaml'), ...more });

/** @param environment what else is set; a port named there is taken, else a free one. */
export async function startNode(folder: string, environment: Record<string, string> = {}): Promise<RunningNode> {
  const port = Number(environment['BIOTOPE_PORT'] ?? (await freePort()));
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [...memoryFlags, program, 'start'], {
    env: environmentOf(folder, { BIOTOPE_PORT: String(port), BIOTOPE_URL: url, ...environment }),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (text) => (said += text));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  // Another node may answer at a port that is taken: this one has left word in its folder once it listens.
  const listens = async () => (JSON.parse(await readFile(join(folder, 'node.json'), 'utf8')) as { pid: number }).pid === child.pid;
  const ready = async () => (await listens()) && (await fetch(`${url}/readyz`)).ok;
  while (!(await ready().catch(() => false))) {
    if (child.exitCode !== null || child.signalCode) throw new Error(`The node did not start:\n${said}`);
    await wait(50);
  }
  return {
    url,
    folder,
    process: child,
    log: () => said,
    operator: async () => ({ authorization: `Bearer ${(await readFile(join(folder, 'operator.key'), 'utf8')).trim()}` }),
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Runs one command on a data folder; answers its exit code and output, with standard output parsed where it is JSON. */
export function biotope(folder: string, words: string[], environment: Record<string, string> = {}): Promise<{ code: number; stdout: string; stderr: string; json: any }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...words], { env: environmentOf(folder, environment), maxBuffer: 256 * 2 ** 20 }, (error, stdout, stderr) => {
      const code = error ? Number((error as { code?: number }).code ?? 1) : 0;
      let json: unknown;
      try {
        json = JSON.parse(stdout);
      } catch {
        json = undefined;
      }
      resolve({ code, stdout, stderr, json });
    });
  });
}

/** Asks until the answer fits. */
export async function eventually<T>(ask: () => Promise<T>, fits: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    await wait(100);
  }
}
