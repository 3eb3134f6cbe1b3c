import { existsSync } from 'node:fs';
import { test } from 'vitest';

const ROOT = new URL('../../../../../shared/data/', import.meta.url).pathname;

/** A folder of real data beside the repository; undefined where it is not there. */
export function sharedData(folder: string): string | undefined {
  const path = `${ROOT}${folder}`;
  return existsSync(path) ? path : undefined;
}

/** A test on real files; where they are missing it says that it was not run. */
export function onRealData(name: string, folder: string, check: (path: string) => Promise<void>): void {
  const path = sharedData(folder);
  if (path) test(name, () => check(path));
  else test.skip(`${name} (not run: ../shared/data/${folder} not present)`, () => undefined);
}
