import { setTimeout as wait } from 'node:timers/promises';

/**
 * What members hand over is taken in first; what follows from it (showing it in the catalogue, handing it on) waits
 * while much comes at once, so that it is held, and known to be whole, as soon as can be. Never for long: a feed that
 * takes hours is shown as it comes.
 */
export interface PressOfWork {
  /** So many descriptions were taken in just now. */
  taken(count: number): void;
  isHeavy(): boolean;
  /** Comes back when it is over, or has lasted long enough, or is no longer waited for. */
  over(signal?: AbortSignal): Promise<void>;
}

/** More descriptions a second than this are much at once. */
const HEAVY = 250;
const SECOND = 1_000;
/** Nothing waits longer, in milliseconds, and then as long goes on beside it. */
const LONGEST = 90_000;
const LOOK = 200;

export function pressOfWork(clock: () => number = () => performance.now()): PressOfWork {
  let recent: { at: number; count: number }[] = [];
  let since: number | undefined;
  const isHeavy = () => {
    const now = clock();
    recent = recent.filter(({ at }) => at > now - SECOND);
    if (recent.reduce((sum, { count }) => sum + count, 0) <= HEAVY) {
      since = undefined;
      return false;
    }
    since ??= now;
    const lasted = now - since;
    return lasted % (2 * LONGEST) < LONGEST;
  };
  return {
    taken: (count) => void recent.push({ at: clock(), count }),
    isHeavy,
    async over(signal) {
      while (isHeavy() && !signal?.aborted) await wait(LOOK, undefined, { ref: false });
    },
  };
}
