import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A disk of its own that can be filled to the last byte, for data of PostgreSQL. */
export interface SmallDisk {
  /** Owned by who runs PostgreSQL. */
  folder: string;
  fill(): void;
  free(): void;
  close(): void;
}

const NOBODY = 65_534;

/** @returns undefined where this machine does not let us make one. */
export function makeSmallDisk(at: string, megabytes: number): SmallDisk | undefined {
  if (process.getuid?.() !== 0) return undefined;
  mkdirSync(at, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', at], { stdio: 'pipe' });
  } catch {
    return undefined;
  }
  chmodSync(at, 0o755);
  const folder = join(at, 'data');
  mkdirSync(folder, { mode: 0o700 });
  chownSync(folder, NOBODY, NOBODY);
  const ballast = join(at, 'ballast');
  return {
    folder,
    fill: () => {
      const file = openSync(ballast, 'w');
      // The last page too: halves until nothing more fits.
      for (let piece = Buffer.alloc(2 ** 20); piece.length > 0;) {
        try {
          writeSync(file, piece);
        } catch {
          piece = piece.subarray(0, Math.floor(piece.length / 2));
        }
      }
      closeSync(file);
    },
    free: () => rmSync(ballast, { force: true }),
    close: () => {
      execFileSync('umount', ['-l', at], { stdio: 'pipe' });
      rmSync(at, { recursive: true, force: true });
    },
  };
}
