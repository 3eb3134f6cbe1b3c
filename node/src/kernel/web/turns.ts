import { setTimeout as wait } from 'node:timers/promises';

/** Every host that is being asked, or was a moment ago, by whatever part of this process. */
const hosts = new Map<string, { last: number; tail: Promise<unknown>; waiting: number }>();

/** Asks a host one thing at a time, with at least `gap` milliseconds between the end of one answer and the next question. */
export async function inTurn<T>(host: string, gap: number, signal: AbortSignal | undefined, ask: () => Promise<T>): Promise<T> {
  const at = hosts.get(host) ?? { last: -Infinity, tail: Promise.resolve(), waiting: 0 };
  hosts.set(host, at);
  at.waiting++;
  const turn = at.tail.then(async () => {
    try {
      signal?.throwIfAborted();
      const rest = at.last + gap - performance.now();
      if (rest > 0) await wait(rest, undefined, { signal });
      return await ask();
    } finally {
      at.last = performance.now();
    }
  });
  at.tail = turn.catch(() => undefined);
  try {
    return await turn;
  } finally {
    at.waiting--;
    if (at.waiting === 0) forget(gap);
  }
}

/** Hosts that nobody has asked for longer than any gap are not kept in mind. */
function forget(gap: number): void {
  const now = performance.now();
  for (const [host, { last, waiting }] of hosts) if (waiting === 0 && now - last > Math.max(gap, 10_000)) hosts.delete(host);
}
