/**
 * Members that fail again and again are left in peace for a while, longer each time, and then asked once: a circuit
 * breaker (Nygard, Release It!). They stay named in every answer.
 */
export interface Circuits {
  /** Whether a member is to be asked now; if not, when it will be. What is asked must be told of by `answered` or `failed`. */
  mayAsk(node: string, now: number): { ask: true } | { ask: false; again: number };
  answered(node: string): void;
  failed(node: string, now: number): void;
  /** It was asked, and what came of it says nothing: whoever asked went away, or gave it too little time. */
  unknown(node: string): void;
}

/** Failures in a row after which a member is left in peace. */
export const PATIENCE = 3;
/** Milliseconds of the first pause; each further failure doubles it. */
export const FIRST_PAUSE = 15_000;
export const LONGEST_PAUSE = 300_000;
/** Members remembered; of more, those that failed longest ago are forgotten. */
const MOST_REMEMBERED = 10_000;

interface Circuit {
  failures: number;
  until: number;
  /** One question is under way to see whether it answers again. */
  trying: boolean;
}

export function openCircuits(): Circuits {
  const failing = new Map<string, Circuit>();
  return {
    mayAsk(node, now) {
      const it = failing.get(node);
      if (!it || it.failures < PATIENCE) return { ask: true };
      // A clock that was set back must not make a pause longer.
      const until = Math.min(it.until, now + LONGEST_PAUSE);
      if (now < until) return { ask: false, again: until };
      if (it.trying) return { ask: false, again: now + 1_000 };
      it.trying = true;
      return { ask: true };
    },
    answered: (node) => void failing.delete(node),
    failed(node, now) {
      const failures = (failing.get(node)?.failures ?? 0) + 1;
      const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(20, Math.max(0, failures - PATIENCE)));
      failing.delete(node);
      failing.set(node, { failures, until: failures >= PATIENCE ? now + pause : 0, trying: false });
      const oldest = failing.keys().next().value;
      if (failing.size > MOST_REMEMBERED && oldest !== undefined) failing.delete(oldest);
    },
    unknown(node) {
      const it = failing.get(node);
      if (it) it.trying = false;
    },
  };
}
