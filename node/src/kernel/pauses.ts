import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Lets others have a turn in the midst of long work: call it as often as you like, it waits only when so many
 * milliseconds went by since the last time. A database that answered can then be asked the next thing.
 */
export function pauses(milliseconds = 1): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < milliseconds) return;
    await nextTurn();
    last = performance.now();
  };
}
