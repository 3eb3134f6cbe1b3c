/**
 * Whoever asks the same within a moment shares one answer, so that a thousand readers of one page do not ask every
 * member a thousand times. What is under way ends when the last of them has gone.
 */
export interface SameQuestions<E, R> {
  /** What has been told so far is told at once to those who come later. */
  ask(
    key: string,
    begin: (tell: (event: E) => void, signal: AbortSignal) => Promise<R>,
    asker: { tell?: ((event: E) => void) | undefined; signal?: AbortSignal | undefined },
  ): Promise<R>;
}

/** Milliseconds for which an answer is that of everybody who asks the same. */
export const SHARED_FOR = 1_000;
/** Questions kept in mind at a time; beyond, each is asked for itself. */
const MOST_SHARED = 1_000;

interface Shared<E, R> {
  events: E[];
  listeners: Set<(event: E) => void>;
  askers: number;
  ended: boolean;
  answer: Promise<R>;
  over: AbortController;
}

export function shareQuestions<E, R>(): SameQuestions<E, R> {
  const open = new Map<string, Shared<E, R>>();

  const start = (key: string, begin: Parameters<SameQuestions<E, R>['ask']>[1]): Shared<E, R> => {
    const over = new AbortController();
    const it: Shared<E, R> = { events: [], listeners: new Set(), askers: 0, ended: false, over, answer: Promise.resolve() as never };
    const forget = () => void (open.get(key) === it && open.delete(key));
    const begun = performance.now();
    it.answer = begin((event) => {
      it.events.push(event);
      for (const listener of it.listeners) listener(event);
    }, over.signal).then(
      (answer) => {
        it.ended = true;
        setTimeout(forget, Math.max(0, SHARED_FOR - (performance.now() - begun))).unref();
        return answer;
      },
      (error: unknown) => {
        it.ended = true;
        forget();
        throw error;
      },
    );
    it.answer.catch(() => undefined);
    if (open.size < MOST_SHARED) open.set(key, it);
    over.signal.addEventListener('abort', forget);
    return it;
  };

  return {
    async ask(key, begin, { tell, signal }) {
      signal?.throwIfAborted();
      const it = open.get(key) ?? start(key, begin);
      it.askers++;
      if (tell) {
        for (const event of it.events) tell(event);
        it.listeners.add(tell);
      }
      let leave: (() => void) | undefined;
      const left = new Promise<never>((_, reject) => {
        leave = () => reject(signal?.reason as Error);
        signal?.addEventListener('abort', leave, { once: true });
      });
      try {
        return await Promise.race([it.answer, left]);
      } finally {
        if (tell) it.listeners.delete(tell);
        if (leave) signal?.removeEventListener('abort', leave);
        if (--it.askers === 0 && !it.ended) it.over.abort(new DOMException('Nobody waits any more', 'AbortError'));
      }
    },
  };
}
