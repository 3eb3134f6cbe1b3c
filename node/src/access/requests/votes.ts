import type { LanguageMap } from '../../kernel/language-map.ts';
import type { CastVote, RequestState, ReviewKind } from './request.ts';

/** How a review stands: decided once as many as its quorum agree, either way. Until then a vote may be changed. */
export interface Tally {
  kind: ReviewKind;
  quorum: number;
  approve: number;
  refuse: number;
  decided?: 'approve' | 'refuse' | undefined;
}

export function talliesOf({ rules, votes }: Pick<RequestState, 'rules' | 'votes'>): Tally[] {
  return (rules?.reviews ?? []).map(({ kind, quorum }) => {
    const cast = votes.filter((vote) => vote.kind === kind);
    const approve = cast.filter(({ vote }) => vote === 'approve').length;
    const refuse = cast.length - approve;
    const decided = approve >= quorum ? 'approve' : refuse >= quorum ? 'refuse' : undefined;
    return { kind, quorum, approve, refuse, decided };
  });
}

/** What the votes come to: no as soon as one review says no, yes once every review says yes. */
export function outcomeOf(state: Pick<RequestState, 'rules' | 'votes'>): 'approve' | 'refuse' | undefined {
  const tallies = talliesOf(state);
  if (tallies.some(({ decided }) => decided === 'refuse')) return 'refuse';
  return tallies.length > 0 && tallies.every(({ decided }) => decided === 'approve') ? 'approve' : undefined;
}

/** Why it was refused: what those said who were against it, in the reviews that refused. Reviewers write in one language. */
export function reasonsOfRefusal(state: Pick<RequestState, 'rules' | 'votes'>): LanguageMap[] {
  const refusing = new Set(talliesOf(state).flatMap(({ kind, decided }) => (decided === 'refuse' ? [kind] : [])));
  return state.votes.filter(({ kind, vote }) => refusing.has(kind) && vote === 'refuse').map(({ reason }) => inItsLanguage(reason));
}

/** A text as its writer wrote it, marked with the language of its script. */
export const inItsLanguage = (text: string): LanguageMap => (/\p{Script=Han}/u.test(text) ? { zh: text } : { en: text });

/** The obligations of the votes for it, each once. */
export const obligationsOf = (votes: readonly CastVote[]): LanguageMap[] => [
  ...new Map(votes.filter(({ vote }) => vote === 'approve').flatMap(({ obligations }) => obligations.map((it) => [JSON.stringify(it), it] as const))).values(),
];

/** The instant a day (ISO 8601) ends, in UTC. */
export const endOfDay = (day: string): Date => new Date(Date.parse(day) + 86_400_000);

/** What an asker gets who does not say for how long. */
export const DEFAULT_MONTHS = 12;

/**
 * Where the access ends: after the months asked for, or earlier where a vote or the ethics approval ends earlier. Days
 * count to their end, in UTC.
 */
export function endOf(state: Pick<RequestState, 'application' | 'votes'>, from: Date, months: number): Date {
  const asked = new Date(from);
  asked.setUTCMonth(asked.getUTCMonth() + months);
  const days = [...state.votes.filter(({ vote }) => vote === 'approve').map(({ until }) => until), state.application.purpose.ethicsApproval?.until];
  const ends = days.flatMap((day) => (day === undefined ? [] : [endOfDay(day).getTime()]));
  return new Date(Math.min(asked.getTime(), ...ends));
}
