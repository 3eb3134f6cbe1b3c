import type { RequestState, ReviewKind } from './request.ts';
import { statusAt } from './request.ts';
import { talliesOf } from './votes.ts';

/** How many days a step may take where the terms say nothing. */
export const DEFAULT_DAYS = { review: 28, answer: 30, report: 365 } as const;
/** Days before a report is due, and before access ends, in which it is the asker's turn. */
const AHEAD = { report: 30, renew: 60 } as const;
const DAY = 86_400_000;

/** Whose turn it is, at what, until when. Nothing happens by itself when a deadline has passed. */
export interface Turn {
  who: 'asker' | 'reviewers' | 'nobody';
  task: 'submit' | 'answer' | 'review' | 'report' | 'renew' | 'none';
  /** Reviews that still have no answer. */
  kinds: ReviewKind[];
  deadline?: Date | undefined;
  overdue: boolean;
}

type TurnOf = (who: Turn['who'], task: Turn['task'], deadline?: Date, kinds?: ReviewKind[]) => Turn;
const NOBODY: Turn = { who: 'nobody', task: 'none', kinds: [], overdue: false };

export function whoseTurn(state: RequestState, now: Date): Turn {
  const days = state.rules?.days ?? DEFAULT_DAYS;
  const turn: TurnOf = (who, task, deadline, kinds = []) => ({ who, task, kinds, deadline, overdue: deadline !== undefined && deadline <= now });
  switch (statusAt(state, now)) {
    case 'draft':
      return turn('asker', 'submit');
    case 'question':
    case 'renewal-question':
      return turn('asker', 'answer', after(state.since, days.answer));
    case 'review':
    case 'renewal':
      return ofReview(state, days.review, turn);
    case 'granted':
      return ofGranted(state, days.report, now, turn);
    default:
      return NOBODY;
  }
}

/** The reviews that are open; the first of their deadlines counts. */
function ofReview(state: RequestState, reviewDays: number, turn: TurnOf): Turn {
  const open = new Set(talliesOf(state).flatMap(({ kind, decided }) => (decided ? [] : [kind])));
  const days = (state.rules?.reviews ?? []).filter(({ kind }) => open.has(kind)).map((review) => review.days ?? reviewDays);
  return turn('reviewers', 'review', after(state.since, Math.min(...(days.length > 0 ? days : [reviewDays]))), [...open]);
}

function ofGranted({ grant, reported }: RequestState, reportDays: number, now: Date, turn: TurnOf): Turn {
  if (!grant) return NOBODY;
  const report = after(reported ?? grant.from, reportDays);
  if (after(report, -AHEAD.report) <= now) return turn('asker', 'report', report);
  if (after(grant.until, -AHEAD.renew) <= now) return turn('asker', 'renew', grant.until);
  return NOBODY;
}

const after = (instant: Date, days: number): Date => new Date(instant.getTime() + days * DAY);

/** Days before a deadline at which it is called to mind. */
const STAGES = [
  { stage: 'overdue', days: 0 },
  { stage: 'tomorrow', days: 1 },
  { stage: 'soon', days: 7 },
] as const;
export type Stage = (typeof STAGES)[number]['stage'];

/** The reminder that is due for the step at hand, if any: the latest stage reached. */
export function reminderDue({ deadline }: Turn, now: Date): Stage | undefined {
  if (!deadline) return undefined;
  return STAGES.find(({ days }) => after(deadline, -days) <= now)?.stage;
}
