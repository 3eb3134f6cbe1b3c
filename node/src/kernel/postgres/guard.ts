import { spawn } from 'node:child_process';
import { environment, type RunAs } from './run-as.ts';

/**
 * Ends PostgreSQL when this process ends, however it ends. The guard waits on a pipe that only this process holds; at
 * its end of file, after kill -9 as well, it asks the server for a fast shutdown. A shell does it in 2 MB where
 * another Node would take 45.
 *
 * Detached, so that Ctrl-C in the terminal reaches neither it nor the server before we have closed in order.
 */
export function guardPostmaster(pid: number, runAs: RunAs): { dismiss(): void } {
  const guard = spawn('/bin/sh', ['-c', 'cat > /dev/null; kill -INT "$1"', 'biotope-guard', String(pid)], {
    ...runAs,
    cwd: '/',
    detached: true,
    env: environment,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', () => {}); // without a guard an orphan is found at the next start
  guard.unref();
  (guard.stdin as unknown as { unref(): void }).unref();
  return {
    dismiss: () => {
      if (guard.pid === undefined || guard.exitCode !== null || guard.signalCode !== null) return;
      process.kill(-guard.pid, 'SIGTERM');
    },
  };
}
