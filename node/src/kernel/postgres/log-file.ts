import { closeSync, copyFileSync, mkdirSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

const LIMIT = 8 * 1024 * 1024;
const EVERY_MS = 60_000;

export interface LogFile {
  path: string;
  /** Opened for appending, to be handed to the server; it goes on writing when we are gone. */
  descriptor: number;
  /** What was written since the file was opened. */
  since(): string;
  close(): void;
}

/**
 * PostgreSQL's log, two files of about 8 MB at most. It is emptied in place: the server keeps it open, and as it
 * appends it goes on at the new end.
 */
export function openLogFile(home: string): LogFile {
  const folder = join(home, 'log');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'postgres.log');
  const descriptor = openSync(path, 'a', 0o600);
  const shorten = () => {
    if (statSync(path).size < LIMIT) return;
    copyFileSync(path, `${path}.1`);
    truncateSync(path);
  };
  shorten();
  const begin = statSync(path).size;
  const timer = setInterval(() => {
    try {
      shorten();
    } catch {
      // a full disk or a removed folder: the next round tries again
    }
  }, EVERY_MS).unref();
  return {
    path,
    descriptor,
    since: () => readFileSync(path).subarray(begin).toString(),
    close: () => {
      clearInterval(timer);
      closeSync(descriptor);
    },
  };
}
