import { organisationNames } from '../../identity/index.ts';
import { notFound } from '../../kernel/errors.ts';
import { termsOf } from '../terms/index.ts';
import { agreementFor } from './agreements.ts';
import { actorOf, maySee, subjectOf, type Asking, type NamedSubject } from './asking.ts';
import { isActive } from './grant-store.ts';
import type { Deed, RequestEvent, RequestState } from './request.ts';
import { statusAt } from './request.ts';
import { readRequests } from './request-store.ts';
import { STEPS, type RequestSummary, type RequestView } from './request-view.ts';
import { conflictOfInterest, impediment, REVIEWER, type Actor } from './rules.ts';
import { whoseTurn } from './turn.ts';
import { talliesOf } from './votes.ts';

/** A request as its asker or a reviewer reads it; to everybody else it is not there. */
export async function viewRequest(asking: Asking, id: string): Promise<RequestView> {
  const found = (await readRequests(asking.db, [id])).get(id);
  const subject = found && (await subjectOf(asking, found.state));
  if (!found || !subject || !(await maySee(asking, found.state, subject))) throw notFound(`There is no request "${id}" here.`);
  const { state, events } = found;
  const actor = actorOf(asking, subject);
  const role = actor.by === state.asker ? 'asker' : talliesOf(state).some(({ kind }) => actor.roles.has(REVIEWER[kind])) ? 'reviewer' : 'onlooker';
  const { grant, question, renewal } = state;
  const conflict = role === 'reviewer' ? conflictOfInterest(state, actor) : undefined;
  return {
    ...summaryOf(state, subject, actor, asking.at),
    organisation: state.organisation === undefined ? undefined : (await organisationNames(asking.db, [state.organisation])).get(state.organisation),
    application: state.application,
    role,
    assessment: state.assessment,
    reviews: reviewsOf(state, actor, asking.at),
    question: question?.text,
    renewal,
    grant: grant && {
      from: grant.from.toISOString(),
      until: grant.until.toISOString(),
      revoked: grant.revoked?.toISOString(),
      active: isActive(grant, asking.at),
      actions: [...state.application.actions],
      obligations: [...grant.obligations],
    },
    agreement: await agreementFor(asking.db, (await termsOf(asking.db, [state.resource])).get(state.resource), state.asker),
    reasons: state.status === 'refused' ? reasonsFrom(events) : [],
    conflict: conflict?.text,
    steps: STEPS.filter((type) => impediment(state, probe(type, state, actor), actor, asking.at) === undefined),
    events: events.map((event) => eventView(event, state, role)),
  };
}

/** A deed of a kind, to ask whether one of that kind is possible; of votes, in the review the actor may vote in. */
function probe(type: (typeof STEPS)[number], state: RequestState, actor: Actor): Deed {
  const kind = talliesOf(state).find(({ kind: it, decided }) => !decided && actor.roles.has(REVIEWER[it]))?.kind ?? 'committee';
  return { type, detail: { kind } } as unknown as Deed;
}

export function summaryOf(state: RequestState, subject: NamedSubject, actor: Actor, now: Date): RequestSummary {
  const turn = whoseTurn(state, now);
  const { id, title, category, kind } = subject;
  return {
    id: state.id,
    resource: { id, title, category, kind },
    asker: { name: state.askerName, organisation: state.organisation },
    purpose: state.application.purpose.title,
    status: statusAt(state, now),
    turn: { ...turn, deadline: turn.deadline?.toISOString(), yours: isYours(state, actor, now) },
    created: state.created.toISOString(),
    submitted: state.submitted?.toISOString(),
    until: state.grant?.until.toISOString(),
  };
}

/** Whether it waits for this actor: the asker where it is theirs, a reviewer who may vote and has not. */
export function isYours(state: RequestState, actor: Actor, now: Date): boolean {
  const { who, kinds } = whoseTurn(state, now);
  if (who === 'asker') return actor.by === state.asker;
  if (who !== 'reviewers' || conflictOfInterest(state, actor)) return false;
  return kinds.some((kind) => actor.roles.has(REVIEWER[kind]) && !state.votes.some((vote) => vote.by === actor.by && vote.kind === kind));
}

const reviewsOf = (state: RequestState, actor: Actor, now: Date): RequestView['reviews'] =>
  talliesOf(state).map(({ kind, quorum, approve, refuse, decided }) => ({
    kind,
    quorum,
    cast: approve + refuse,
    decided,
    open: impediment(state, { type: 'voted', detail: { kind, vote: 'approve', reason: '', obligations: [] } }, actor, now) === undefined,
    mine: state.votes.find((vote) => vote.by === actor.by && vote.kind === kind)?.vote,
  }));

const reasonsFrom = (events: readonly RequestEvent[]) => events.flatMap((event) => (event.type === 'refused' ? event.detail.reasons : []));

/** Of the reviewers the asker learns what they decided, not who said what. */
function eventView(event: RequestEvent, state: RequestState, reader: RequestView['role']): RequestView['events'][number] {
  const { sequence, type, by } = event;
  const role = by === state.asker ? 'asker' : by.startsWith('node:') ? 'node' : type === 'revoked' ? 'other' : 'reviewer';
  const hidden = reader === 'asker' && role === 'reviewer';
  const view = { sequence, type, at: event.at.toISOString(), role, name: hidden || role === 'node' ? undefined : event.name } as const;
  switch (event.type) {
    case 'voted':
      return { ...view, kind: event.detail.kind, ...(hidden ? {} : { vote: event.detail.vote, text: event.detail.reason }) };
    case 'stepped-aside':
      return hidden ? view : { ...view, text: event.detail.reason };
    case 'asked':
    case 'answered':
    case 'renewal-requested':
    case 'reported':
      return { ...view, text: event.detail.text };
    case 'granted':
    case 'renewed':
      return { ...view, until: event.detail.until.toISOString(), texts: event.detail.obligations };
    case 'refused':
    case 'renewal-refused':
      return { ...view, texts: event.detail.reasons };
    case 'withdrawn':
    case 'revoked':
      return { ...view, text: event.detail.reason };
    default:
      return view;
  }
}
