import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { explainOutput } from './errors.ts';
import { guardPostmaster } from './guard.ts';
import { openLogFile } from './log-file.ts';
import { environment, here, type RunAs } from './run-as.ts';
import { settingArguments } from './settings.ts';

export interface Postmaster {
  port: number;
  stop(): Promise<void>;
}

/**
 * Starts the server on a free port of the loopback address and waits until it takes connections. TCP and not a Unix
 * socket: a socket's path is limited to 107 bytes and would have to lie outside a deep or closed data folder.
 */
export async function startPostmaster(
  cluster: { home: string; data: string },
  program: string,
  runAs: RunAs,
  settings: Record<string, string>,
  log: (line: string) => void,
): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    const logFile = openLogFile(cluster.home);
    const port = await freePort();
    const args = ['-D', here(cluster.data), '-p', String(port), ...settingArguments(settings)];
    const child = spawn(program, args, {
      ...runAs,
      cwd: cluster.data,
      detached: true,
      env: environment,
      stdio: ['ignore', logFile.descriptor, logFile.descriptor],
    });
    const guard = child.pid === undefined ? undefined : guardPostmaster(child.pid, runAs);
    if (await ready(child, cluster.data, log)) {
      child.unref();
      let stopping = false;
      child.once('exit', (code, signal) => {
        guard?.dismiss();
        if (!stopping) log(`PostgreSQL ended unexpectedly (${signal ?? code}); see ${logFile.path}`);
      });
      const stop = async () => {
        stopping = true;
        await end(child);
        logFile.close();
      };
      return { port, stop };
    }
    guard?.dismiss();
    const output = logFile.since();
    logFile.close();
    // Between our choice and its start somebody else may have taken the port.
    if (attempt < 3 && /could not create any TCP\/IP sockets/.test(output)) continue;
    throw explainOutput('PostgreSQL', cluster.data, output);
  }
}

/** True when the server says so in its pid file, false when it has ended. Recovery after a crash takes what it takes. */
async function ready(child: ChildProcess, data: string, log: (line: string) => void): Promise<boolean> {
  let failed = false;
  child.once('error', () => (failed = true));
  child.once('exit', () => (failed = true));
  let nextWord = Date.now() + 5_000;
  while (!failed) {
    const [pid, , , , , , , state] = pidFile(data);
    if (Number(pid) === child.pid && state?.startsWith('ready')) return true;
    if (Date.now() > nextWord) {
      log('Waiting for PostgreSQL; after a crash it first brings its files in order…');
      nextWord = Date.now() + 30_000;
    }
    await sleep(10);
  }
  return false;
}

function pidFile(data: string): string[] {
  try {
    return readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** Fast shutdown; when that hangs, an immediate one, after which the next start recovers from the log. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  const harder = [setTimeout(() => child.kill('SIGQUIT'), 30_000), setTimeout(() => child.kill('SIGKILL'), 40_000)];
  await ended;
  harder.forEach(clearTimeout);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
