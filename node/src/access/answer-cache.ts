import type { Caller } from '../identity/index.ts';
import { digestOf } from '../kernel/identifiers.ts';
import type { Decision, Question } from './access.ts';

/** At most so many answers are kept; the ones asked for longest ago make room. */
const MOST_KEPT = 50_000;

/** Answers given already. */
export interface AnswerCache {
  get(key: string, now: Date): Decision | undefined;
  /** Keeps an answer until an instant, unless something was forgotten since `begun`. */
  keep(key: string, decision: Decision, begun: number): void;
  /** Counts how often everything was forgotten: read it before the facts of an answer are. */
  generation(): number;
  forget(): void;
}

export function answerCache(most = MOST_KEPT): AnswerCache {
  // Two halves, the younger filled first: cheaper than moving each answer that is asked for to the end.
  let [young, old] = [new Map<string, Decision>(), new Map<string, Decision>()];
  let generation = 0;
  const put = (key: string, decision: Decision) => {
    if (young.size >= most / 2) [young, old] = [new Map(), young];
    young.set(key, decision);
  };
  return {
    get(key, now) {
      let found = young.get(key);
      if (!found && (found = old.get(key))) put(key, found);
      return found && (found.until === undefined || now < found.until) ? found : undefined;
    },
    keep(key, decision, begun) {
      if (begun === generation) put(key, decision);
    },
    generation: () => generation,
    forget() {
      generation++;
      [young, old] = [new Map(), new Map()];
    },
  };
}

const callerKeys = new WeakMap<Caller, string>();

/** Everything of a caller that an answer can depend on, the session with the visas it brought included. A request's caller is one object, whose key is made once. */
function keyOfCaller(caller: Caller): string {
  let key = callerKeys.get(caller);
  if (key === undefined) {
    key = JSON.stringify(caller);
    callerKeys.set(caller, key);
  }
  return key;
}

/** What an answer depends on, but for the clock and what changes are heard of. The id of the request that asks is no part of it. */
export const keyOfQuestion = ({ caller, action, resource, purpose, destination, passports }: Question): string =>
  `${action}\n${keyOfCaller(caller)}\n${
    resource ? `${resource.id}\t${resource.category ?? ''}\t${resource.kind ?? ''}\t${resource.status ?? ''}\t${resource.organisation ?? ''}` : ''
  }\n${destination ?? ''}\n${purpose ? JSON.stringify(purpose) : ''}\n${passports?.length ? digestOf(passports) : ''}`;
