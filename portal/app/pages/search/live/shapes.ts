import type { ApiLiveAnswer, ApiLiveEvent, ApiMembersToAsk } from '@biotope/node/contract';

export type MemberOutcome = ApiLiveAnswer['members'][number];
export type MemberOutcomeName = MemberOutcome['outcome'];
export type LiveItem = ApiLiveAnswer['items'][number];
export type LiveEvent = ApiLiveEvent;
export type ToAsk = ApiMembersToAsk;

/** What is known so far of a question to the members. */
export interface Live {
  state: 'waiting' | 'done' | 'failed';
  members: ToAsk['members'];
  outcomes: MemberOutcome[];
  results: Pick<ApiLiveAnswer, 'items' | 'total' | 'alreadyHere'>;
}

export const liveOf = (answer: ApiLiveAnswer): Live => ({
  state: 'done',
  members: answer.members.map(({ node, name, url }) => ({ node, name, url })),
  outcomes: answer.members,
  results: answer,
});

export const begun = (members: ToAsk['members']): Live => ({ state: 'waiting', members, outcomes: [], results: { items: [], total: { atMost: 0 }, alreadyHere: 0 } });

/** What an event adds to what is known. */
export function heard(live: Live, event: LiveEvent): Live {
  switch (event.event) {
    case 'asked':
      return { ...live, members: event.members };
    case 'member':
      return { ...live, outcomes: [...live.outcomes, event.member] };
    case 'results':
      return { ...live, results: event.results };
    default:
      return liveOf(event.answer);
  }
}
