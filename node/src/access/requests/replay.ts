import type { CastVote, RequestEvent, RequestState } from './request.ts';

/** What stands of a request beside its events. */
export interface Opened {
  id: string;
  resource: string;
  asker: string;
}

/** The state that a request's events make, from the first on. */
export function replay(opened: Opened, events: readonly RequestEvent[]): RequestState {
  const [first, ...others] = events;
  if (first?.type !== 'drafted') throw new Error(`The history of request ${opened.id} does not begin with a draft.`);
  const begun: RequestState = {
    ...opened,
    askerName: first.name,
    organisation: first.detail.organisation,
    status: 'draft',
    sequence: first.sequence,
    since: first.at,
    created: first.at,
    application: first.detail.application,
    votes: [],
    aside: [],
  };
  return others.reduce(apply, begun);
}

/** The state after one more event. Whether the event may happen is not asked here (`impediment`). */
export function apply(state: RequestState, event: RequestEvent): RequestState {
  const { sequence, at } = event;
  const next = { ...state, sequence };
  const round = { votes: [], question: undefined, since: at };
  switch (event.type) {
    case 'drafted':
      return next;
    case 'amended':
      return { ...next, application: event.detail.application };
    case 'submitted': {
      const { rules, assessment, organisation } = event.detail;
      return { ...next, ...round, status: 'review', submitted: at, askerName: event.name, organisation, rules, assessment };
    }
    case 'voted':
      return { ...next, votes: withVote(state.votes, { ...event.detail, by: event.by, name: event.name, at }) };
    case 'asked':
      return { ...next, status: inRenewal(state) ? 'renewal-question' : 'question', question: { by: event.by, text: event.detail.text }, since: at };
    case 'answered':
      return { ...next, status: inRenewal(state) ? 'renewal' : 'review', question: undefined, since: at };
    case 'stepped-aside':
      return { ...next, aside: [...new Set([...state.aside, event.by])], votes: state.votes.filter(({ by }) => by !== event.by) };
    case 'granted':
      return { ...next, ...round, status: 'granted', votes: state.votes, grant: { from: at, until: event.detail.until, obligations: event.detail.obligations } };
    case 'refused':
      return { ...next, status: 'refused', since: at };
    case 'withdrawn':
      return inRenewal(state) ? { ...next, ...round, status: 'granted', renewal: undefined } : { ...next, status: 'withdrawn', question: undefined, since: at };
    case 'renewal-requested':
      return { ...next, ...round, status: 'renewal', renewal: { months: event.detail.months, text: event.detail.text }, rules: event.detail.rules };
    case 'renewed':
      return { ...next, ...round, status: 'granted', renewal: undefined, grant: { ...grantOf(state), until: event.detail.until, obligations: event.detail.obligations } };
    case 'renewal-refused':
      return { ...next, ...round, status: 'granted', renewal: undefined };
    case 'reported':
      return { ...next, reported: at };
    case 'revoked':
      return { ...next, status: 'revoked', question: undefined, renewal: undefined, since: at, grant: { ...grantOf(state), revoked: at } };
  }
}

const inRenewal = ({ status }: RequestState): boolean => status === 'renewal' || status === 'renewal-question';

const withVote = (votes: readonly CastVote[], vote: CastVote): CastVote[] => [...votes.filter(({ by, kind }) => by !== vote.by || kind !== vote.kind), vote];

function grantOf({ id, grant }: RequestState): NonNullable<RequestState['grant']> {
  if (!grant) throw new Error(`The history of request ${id} speaks of access that was never granted.`);
  return grant;
}
