import { DomainError, type ErrorCode } from '../../kernel/errors.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import type { MemberOutcome, OutcomeName } from './question.ts';

/** A member as it is asked. */
export interface AskedMember {
  node: string;
  name: LanguageMap;
  url: string;
}

/** Why a member's answer is none. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly outcome: Exclude<OutcomeName, 'answered'>;
  readonly reason: LanguageMap;
  readonly askedAgain: Date | undefined;

  constructor(outcome: Exclude<OutcomeName, 'answered'>, reason: LanguageMap, options: { askedAgain?: Date; cause?: unknown } = {}) {
    super(reason['en'], { cause: options.cause });
    this.outcome = outcome;
    this.reason = reason;
    this.askedAgain = options.askedAgain;
  }
}

export interface Given<A> {
  member: AskedMember;
  outcome: MemberOutcome;
  /** Where it answered. */
  answer?: A;
}

export interface Asking<A, M extends AskedMember> {
  members: readonly M[];
  /** One question to one member; fails with {@link NoAnswer}, or any error, and stops at the signal. */
  ask: (member: M, signal: AbortSignal) => Promise<A>;
  /** Milliseconds, from now on. */
  deadline: number;
  /** Whoever asked went away. */
  signal?: AbortSignal | undefined;
  /** How many hits an answer counts. */
  totalOf?: (answer: A) => number | undefined;
  /** What the members of a member did. */
  membersOf?: (answer: A) => MemberOutcome[] | undefined;
  /** Told of each member as soon as it is known how it did. */
  tell?: ((given: Given<A>) => void) | undefined;
}

/**
 * Asks all members at once and comes back as soon as all have answered, and at the deadline at the latest, whatever they
 * do: a member that hangs, dies or answers garbage has an outcome that says so, and takes nothing from the others. What
 * is still open then is given up.
 *
 * @throws what the signal was aborted with, when whoever asked went away.
 */
export async function askMembers<A, M extends AskedMember>({ members, ask, deadline, signal, totalOf, membersOf, tell }: Asking<A, M>): Promise<Given<A>[]> {
  signal?.throwIfAborted();
  const begun = performance.now();
  const given = new Map<string, Given<A>>();
  const over = new AbortController();
  const settle = (member: M, how: Omit<MemberOutcome, 'node' | 'name' | 'url' | 'milliseconds'>, answer?: A) => {
    if (given.has(member.node) || over.signal.aborted) return;
    const { node, name, url } = member;
    const it: Given<A> = { member, outcome: { node, name, url, ...how, milliseconds: Math.round(performance.now() - begun) }, ...(answer === undefined ? {} : { answer }) };
    given.set(node, it);
    tell?.(it);
  };

  let timer: ReturnType<typeof setTimeout> | undefined;
  let left: (() => void) | undefined;
  const ended = new Promise<void>((resolve, reject) => {
    timer = setTimeout(resolve, deadline);
    left = () => reject(signal?.reason as Error);
    signal?.addEventListener('abort', left, { once: true });
  });
  const each = members.map(async (member) => {
    try {
      const answer = await ask(member, over.signal);
      const [total, theirs] = [totalOf?.(answer), membersOf?.(answer)];
      settle(member, { outcome: 'answered', ...(total === undefined ? {} : { total }), ...(theirs && theirs.length > 0 ? { members: theirs } : {}) }, answer);
    } catch (error) {
      const { outcome, reason, askedAgain } = noAnswerOf(error);
      settle(member, { outcome, reason, ...(askedAgain ? { askedAgain: askedAgain.toISOString() } : {}) });
    }
  });
  try {
    await Promise.race([Promise.all(each), ended]);
    for (const member of members) settle(member, { outcome: 'late', reason: LATE });
  } finally {
    clearTimeout(timer);
    if (left) signal?.removeEventListener('abort', left);
    over.abort(new DOMException('The question is over', 'AbortError'));
  }
  return members.map(({ node }) => given.get(node)!);
}

export const LATE: LanguageMap = { en: 'It did not answer in time.', zh: '未能按时答复。' };
const REFUSALS: ReadonlySet<ErrorCode> = new Set(['invalid', 'not-found', 'gone', 'conflict', 'forbidden', 'unauthenticated']);

/** What an error means for the member that was asked. */
export function noAnswerOf(error: unknown): NoAnswer {
  if (error instanceof NoAnswer) return error;
  if (!(error instanceof DomainError)) return new NoAnswer('failed', { en: 'Its answer could not be taken in.', zh: '其答复无法读取。' }, { cause: error });
  if (error.code === 'too-large') return new NoAnswer('failed', { en: 'Its answer was too large.', zh: '其答复过大。' }, { cause: error });
  if (REFUSALS.has(error.code)) return new NoAnswer('refused', { en: error.message, zh: `拒绝答复：${error.message}` }, { cause: error });
  return new NoAnswer('unreachable', { en: 'It could not be reached, or its answer broke off.', zh: '无法连接，或答复中途断开。' }, { cause: error });
}
