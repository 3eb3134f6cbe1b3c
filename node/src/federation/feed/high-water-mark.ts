import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Audience } from '../envelope.ts';

/**
 * How far this node has spoken, kept beside its database: where the database stands before it, a backup was restored
 * and others know more of this node's words than it does.
 */
const Mark = z.object({
  node: z.string(),
  incarnation: z.int().positive(),
  epochs: z.partialRecord(Audience, z.object({ epoch: z.string(), number: z.int(), sequence: z.int().nonnegative() })),
});
export type HighWaterMark = z.infer<typeof Mark>;

export const MARK_FILE = 'feed.json';

/** Undefined where there is none, or where what is there cannot be read: then only others can tell. */
export async function readMark(dataFolder: string): Promise<HighWaterMark | undefined> {
  try {
    return Mark.parse(JSON.parse(await readFile(join(dataFolder, MARK_FILE), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Written whole or not at all. */
export async function writeMark(dataFolder: string, mark: HighWaterMark): Promise<void> {
  const path = join(dataFolder, MARK_FILE);
  await writeFile(`${path}.new`, `${JSON.stringify(mark)}\n`);
  await rename(`${path}.new`, path);
}

/** Whether the database stands before the mark. */
export function wentBack(mark: HighWaterMark, now: Omit<HighWaterMark, 'node'>): boolean {
  if (mark.incarnation > now.incarnation) return true;
  return Audience.options.some((audience) => {
    const [then, here] = [mark.epochs[audience], now.epochs[audience]];
    if (!then) return false;
    return !here || then.epoch > here.epoch || (then.epoch === here.epoch && then.sequence > here.sequence);
  });
}
