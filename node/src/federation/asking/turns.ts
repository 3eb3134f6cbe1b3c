/** At most so many at a time; whoever comes later waits, in order. */
export interface Turns {
  /** Comes back when it is one's turn, with what ends it; fails with the signal's reason. */
  take(signal: AbortSignal): Promise<() => void>;
}

export function openTurns(most: number): Turns {
  let free = most;
  const waiting = new Set<() => void>();
  const end = () => {
    const [next] = waiting;
    if (!next) return void free++;
    waiting.delete(next);
    next();
  };
  return {
    take(signal) {
      if (signal.aborted) return Promise.reject(signal.reason as Error);
      if (free > 0) {
        free--;
        return Promise.resolve(once(end));
      }
      return new Promise((resolve, reject) => {
        const mine = () => {
          signal.removeEventListener('abort', gone);
          resolve(once(end));
        };
        const gone = () => {
          waiting.delete(mine);
          reject(signal.reason as Error);
        };
        waiting.add(mine);
        signal.addEventListener('abort', gone, { once: true });
      });
    },
  };
}

function once(end: () => void): () => void {
  let ended = false;
  return () => {
    if (!ended) end();
    ended = true;
  };
}
