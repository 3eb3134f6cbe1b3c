import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { following } from './act-on-request.ts';
import { apply, replay } from './replay.ts';
import { Application, EVENT_TYPES, statusAt, STATUSES, type Deed, type EventType, type RequestEvent, type RequestState, type Rules, type Status } from './request.ts';
import { impediment, type Actor } from './rules.ts';
import { reminderDue, whoseTurn } from './turn.ts';
import { endOf, talliesOf } from './votes.ts';

const at = (day: number) => new Date(Date.UTC(2026, 0, 1 + day));
const asker: Actor = { by: 'person:asker', name: 'Asker', organisation: 'org:asking', roles: new Set() };
const steward: Actor = { by: 'person:steward', name: 'Steward', organisation: 'org:keeping', roles: new Set(['steward']) };
const one: Actor = { by: 'person:one', name: 'Reviewer one', organisation: 'org:keeping', roles: new Set(['committee']) };
const two: Actor = { by: 'person:two', name: 'Reviewer two', organisation: 'org:asking', roles: new Set(['committee']) };
const three: Actor = { by: 'person:three', name: 'Reviewer three', roles: new Set(['committee']) };
const stranger: Actor = { by: 'person:stranger', name: 'Stranger', roles: new Set() };
const node: Actor = { by: 'node:requests', name: 'node', roles: new Set() };

const application = Application.parse({ purpose: { title: 'Why hearts fail', months: 6 }, justification: 'Cases and controls.' });
const rules: Rules = { reviews: [{ kind: 'committee', quorum: 1 }], automatic: false, independentReview: true, days: { review: 28, answer: 30, report: 365 } };
const assessment = { answer: 'ask', reasons: [], obligations: [] } as const;

const DEEDS: { [Type in EventType]: Extract<Deed, { type: Type }>['detail'] } = {
  drafted: { application },
  amended: { application },
  submitted: { rules, assessment: { ...assessment, reasons: [], obligations: [] }, organisation: 'org:asking' },
  voted: { kind: 'committee', vote: 'approve', reason: 'Sound.', obligations: [] },
  asked: { text: 'How many?' },
  answered: { text: 'Forty.' },
  'stepped-aside': { reason: 'We work together.' },
  granted: { until: at(180), obligations: [] },
  refused: { reasons: [] },
  withdrawn: {},
  'renewal-requested': { months: 3, text: 'Not done yet.', rules },
  renewed: { until: at(300), obligations: [] },
  'renewal-refused': { reasons: [] },
  reported: { text: 'Half way.', publications: [] },
  revoked: { reason: 'Misuse.' },
};
const deed = (type: EventType, detail: object = {}): Deed => ({ type, detail: { ...DEEDS[type], ...detail } }) as Deed;

/** A history: who does what on which day. */
function history(...steps: [day: number, actor: Actor, type: EventType, detail?: object][]): RequestEvent[] {
  return steps.map(([day, actor, type, detail], place) => ({ ...deed(type, detail), sequence: place + 1, at: at(day), by: actor.by, name: actor.name }) as RequestEvent);
}
const stateOf = (events: RequestEvent[]): RequestState => replay({ id: 'r1', resource: 'x', asker: asker.by }, events);

const DRAFT = history([0, asker, 'drafted', { organisation: 'org:asking' }]);
const REVIEW = [...DRAFT, ...history([1, asker, 'submitted'])];
const GRANTED = [...REVIEW, ...history([2, one, 'voted'], [2, node, 'granted'])];
const RENEWAL = [...GRANTED, ...history([100, asker, 'renewal-requested'])];
/** How a request comes into each status, and the day on which one looks. */
const WAYS: Record<Status, { events: RequestEvent[]; day: number }> = {
  draft: { events: DRAFT, day: 1 },
  review: { events: REVIEW, day: 2 },
  question: { events: [...REVIEW, ...history([2, one, 'asked'])], day: 3 },
  granted: { events: GRANTED, day: 3 },
  renewal: { events: RENEWAL, day: 101 },
  'renewal-question': { events: [...RENEWAL, ...history([101, one, 'asked'])], day: 102 },
  refused: { events: [...REVIEW, ...history([2, one, 'voted', { vote: 'refuse' }], [2, node, 'refused'])], day: 3 },
  withdrawn: { events: [...REVIEW, ...history([2, asker, 'withdrawn'])], day: 3 },
  revoked: { events: [...GRANTED, ...history([5, steward, 'revoked'])], day: 6 },
  expired: { events: GRANTED, day: 181 },
};
const DOER: Partial<Record<EventType, Actor>> = {
  voted: one,
  asked: one,
  'stepped-aside': one,
  revoked: steward,
  granted: node,
  refused: node,
  renewed: node,
  'renewal-refused': node,
};

/** Every status and event: what is possible, done by whoever may. What the node writes follows from votes and is tried below. */
const ALLOWED: Record<Status, EventType[]> = {
  draft: ['amended', 'submitted', 'withdrawn'],
  review: ['voted', 'asked', 'stepped-aside', 'withdrawn'],
  question: ['answered', 'stepped-aside', 'withdrawn'],
  granted: ['renewal-requested', 'reported', 'revoked'],
  renewal: ['voted', 'asked', 'stepped-aside', 'withdrawn', 'reported', 'revoked'],
  'renewal-question': ['answered', 'stepped-aside', 'withdrawn', 'reported', 'revoked'],
  refused: [],
  withdrawn: [],
  revoked: ['reported'],
  expired: ['reported'],
};

describe('what may happen when', () => {
  it.each(STATUSES.flatMap((status) => EVENT_TYPES.map((type) => ({ status, type, allowed: ALLOWED[status].includes(type) }))))(
    '$status, $type: $allowed',
    ({ status, type, allowed }) => {
      const { events, day } = WAYS[status];
      const state = stateOf(events);
      expect(statusAt(state, at(day))).toBe(status);
      const refused = impediment(state, deed(type), DOER[type] ?? asker, at(day));
      expect(refused === undefined).toBe(allowed);
      if (!refused) return;
      expect(refused.text.en).not.toBe('');
      expect(refused.text.zh).toMatch(/\p{Script=Han}/u);
      // Whoever is refused because of the status is told what is possible instead.
      expect(refused.text.en).toMatch(/^(?!The request is)|Possible now: |ask anew/);
    },
  );

  it.each([
    ['a stranger submits', WAYS.draft, deed('submitted'), stranger],
    ['a reviewer withdraws', WAYS.review, deed('withdrawn'), one],
    ['a stranger votes', WAYS.review, deed('voted'), stranger],
    ['a steward votes for the committee', WAYS.review, deed('voted'), steward],
    ['a vote in a review nobody asked for', WAYS.review, deed('voted', { kind: 'ethics' }), one],
    ['a stranger revokes', WAYS.granted, deed('revoked'), stranger],
    ['a reviewer grants alone', WAYS.review, deed('granted'), one],
    ['the node grants without a vote', WAYS.review, deed('granted'), node],
    ['a vote for access that ends before today', WAYS.review, deed('voted', { until: '2026-01-02' }), one],
    ['an operator grants', WAYS.review, deed('granted'), { by: 'operator:local', name: 'local', roles: new Set<string>() }],
    ['an operator votes', WAYS.review, deed('voted'), { by: 'operator:local', name: 'local', roles: new Set<string>() }],
  ] as [string, { events: RequestEvent[]; day: number }, Deed, Actor][])('refused: %s', (_name, { events, day }, step, actor) => {
    expect(impediment(stateOf(events), step, actor, at(day))).toBeDefined();
  });

  it('an empty draft is not submitted, nor one that would take data elsewhere without saying where', () => {
    const nothing = stateOf(history([0, asker, 'drafted', { application: Application.parse({ purpose: {} }) }]));
    expect(impediment(nothing, deed('submitted'), asker, at(1))?.text.en).toMatch(/what the data are for/);
    const abroad = Application.parse({ purpose: { title: 'x' }, actions: ['resource:use', 'resource:export'] });
    expect(impediment(stateOf(history([0, asker, 'drafted', { application: abroad }])), deed('submitted'), asker, at(1))?.text.en).toMatch(/which country/);
    const lapsed = Application.parse({ purpose: { title: 'x', ethicsApproval: { reference: 'E-1', until: '2025-12-31' } } });
    expect(impediment(stateOf(history([0, asker, 'drafted', { application: lapsed }])), deed('submitted'), asker, at(1))?.text.en).toMatch(/ethics approval ended/);
    const said = stateOf(history([0, asker, 'drafted', { application: { ...abroad, destination: 'FR' } }]));
    expect(impediment(said, deed('submitted'), asker, at(1))).toBeUndefined();
  });
});

describe('conflict of interest', () => {
  const both: Actor = { ...asker, roles: new Set(['committee', 'steward']) };
  it('nobody reviews their own request, with any role', () => {
    for (const type of ['voted', 'asked', 'stepped-aside'] as const) expect(impediment(stateOf(REVIEW), deed(type), both, at(2))?.text.en).toMatch(/own request/);
  });
  it('people of the asker’s organisation do not, unless the terms allow it', () => {
    expect(impediment(stateOf(REVIEW), deed('voted'), two, at(2))?.text.en).toMatch(/organisation of the asker/);
    const lenient = stateOf([...DRAFT, ...history([1, asker, 'submitted', { rules: { ...rules, independentReview: false } }])]);
    expect(impediment(lenient, deed('voted'), two, at(2))).toBeUndefined();
  });
  it('who steps aside has no voice from then on, and the voice already given is gone', () => {
    const wide = { ...rules, reviews: [{ kind: 'committee', quorum: 2 }] };
    const state = stateOf([...DRAFT, ...history([1, asker, 'submitted', { rules: wide }], [2, one, 'voted'], [3, one, 'stepped-aside'])]);
    expect(talliesOf(state)).toMatchObject([{ approve: 0, refuse: 0 }]);
    expect(impediment(state, deed('voted'), one, at(4))?.text.en).toMatch(/declared a conflict/);
    expect(impediment(state, deed('voted'), three, at(4))).toBeUndefined();
  });
});

describe('quorum', () => {
  const submitted = (reviews: Rules['reviews']) => stateOf([...DRAFT, ...history([1, asker, 'submitted', { rules: { ...rules, reviews } }])]);
  const vote = (state: RequestState, actor: Actor, detail: object): RequestState =>
    apply(state, { ...deed('voted', detail), sequence: state.sequence + 1, at: at(2), by: actor.by, name: actor.name } as RequestEvent);
  const outcome = (state: RequestState) => following(state, at(2)).map(({ type }) => type);

  it('waits for as many voices as the terms say, whichever side they are on', () => {
    let state = submitted([{ kind: 'committee', quorum: 2 }]);
    state = vote(state, one, {});
    expect(outcome(state)).toEqual([]);
    expect(outcome(vote(state, three, { vote: 'refuse' }))).toEqual([]);
    expect(outcome(vote(state, three, {}))).toEqual(['granted']);
    expect(outcome(vote(vote(state, three, { vote: 'refuse' }), { ...one, by: 'person:four' }, { vote: 'refuse', reason: '样本不足' }))).toEqual(['refused']);
  });
  it('counts one voice a person, the last; a vote can be changed until the quorum is there, not afterwards', () => {
    let state = submitted([{ kind: 'committee', quorum: 2 }]);
    state = vote(vote(state, one, {}), one, { vote: 'refuse' });
    expect(talliesOf(state)).toMatchObject([{ approve: 0, refuse: 1 }]);
    const decided = vote(
      vote(
        submitted([
          { kind: 'committee', quorum: 1 },
          { kind: 'technical', quorum: 1 },
        ]),
        one,
        {},
      ),
      one,
      {},
    );
    expect(impediment(decided, deed('voted', { vote: 'refuse' }), one, at(3))?.text.en).toMatch(/decided already/);
  });
  it('needs every review; one that refuses suffices for a no', () => {
    const state = submitted([
      { kind: 'technical', quorum: 1 },
      { kind: 'committee', quorum: 1 },
    ]);
    expect(outcome(vote(state, one, {}))).toEqual([]);
    expect(outcome(vote(vote(state, one, {}), steward, { kind: 'technical' }))).toEqual(['granted']);
    const [no] = following(vote(state, steward, { kind: 'technical', vote: 'refuse', reason: '样本不足' }), at(2));
    expect(no).toMatchObject({ type: 'refused', by: 'node:requests', detail: { reasons: [{ zh: '样本不足' }] } });
  });
  it('gives access for the months asked for, or to the earliest end a vote or the ethics approval names', () => {
    const state = vote(submitted([{ kind: 'committee', quorum: 1 }]), one, {});
    expect(endOf(state, at(0), 6)).toEqual(new Date('2026-07-01T00:00:00Z'));
    expect(endOf(vote(state, one, { until: '2026-03-31' }), at(0), 6)).toEqual(new Date('2026-04-01T00:00:00Z'));
    const approved = { ...state, application: Application.parse({ purpose: { ethicsApproval: { reference: 'E-1', until: '2026-02-28' } } }) };
    expect(endOf(approved, at(0), 6)).toEqual(new Date('2026-03-01T00:00:00Z'));
  });
});

describe('conditions alone', () => {
  const by = (answer: 'yes' | 'no' | 'ask', automatic = true) =>
    following(
      stateOf([...DRAFT, ...history([1, asker, 'submitted', { rules: { ...rules, automatic }, assessment: { answer, reasons: [], obligations: [{ en: 'publish' }] } }])]),
      at(1),
    );
  it('decide where the terms say so, and leave to people what they cannot', () => {
    expect(by('yes')).toMatchObject([{ type: 'granted', detail: { obligations: [{ en: 'publish' }] } }]);
    expect(by('no')).toMatchObject([{ type: 'refused' }]);
    expect(by('ask')).toEqual([]);
    expect(by('yes', false)).toEqual([]);
    expect(by('no', false)).toEqual([]);
  });
});

describe('whose turn it is', () => {
  const turn = (status: Status, day = WAYS[status].day) => whoseTurn(stateOf(WAYS[status].events), at(day));
  it('is said in every status, with a deadline where somebody waits', () => {
    expect(turn('draft')).toMatchObject({ who: 'asker', task: 'submit', deadline: undefined });
    expect(turn('review')).toMatchObject({ who: 'reviewers', kinds: ['committee'], deadline: at(29), overdue: false });
    expect(turn('question')).toMatchObject({ who: 'asker', task: 'answer', deadline: at(32) });
    expect(turn('granted')).toMatchObject({ who: 'nobody' });
    expect(turn('granted', 150)).toMatchObject({ who: 'asker', task: 'renew', deadline: at(180) });
    expect(turn('renewal')).toMatchObject({ who: 'reviewers' });
    for (const status of ['refused', 'withdrawn', 'revoked', 'expired'] as const) expect(turn(status)).toMatchObject({ who: 'nobody' });
  });
  it('a deadline that passes is told and decides nothing', () => {
    const state = stateOf(REVIEW);
    expect([20, 22, 28, 29].map((day) => reminderDue(whoseTurn(state, at(day)), at(day)))).toEqual([undefined, 'soon', 'tomorrow', 'overdue']);
    expect(whoseTurn(state, at(400)).overdue).toBe(true);
    expect(statusAt(state, at(400))).toBe('review');
    const hasty = stateOf([...DRAFT, ...history([1, asker, 'submitted', { rules: { ...rules, reviews: [{ kind: 'committee', quorum: 1, days: 3 }] } }])]);
    expect(whoseTurn(hasty, at(2)).deadline).toEqual(at(4));
  });
  it('access ends by the clock, to the instant', () => {
    const state = stateOf(GRANTED);
    expect(statusAt(state, new Date(at(180).getTime() - 1))).toBe('granted');
    expect(statusAt(state, at(180))).toBe('expired');
  });
});

describe('replay', () => {
  const actors = [asker, steward, one, two, three, stranger];
  const step = fc.record({
    type: fc.constantFrom(...EVENT_TYPES),
    actor: fc.constantFrom(...actors),
    refuse: fc.boolean(),
    days: fc.integer({ min: 0, max: 40 }),
    kind: fc.constantFrom('technical', 'ethics', 'committee'),
  });
  const needed = fc.uniqueArray(fc.record({ kind: fc.constantFrom('technical' as const, 'ethics' as const, 'committee' as const), quorum: fc.integer({ min: 1, max: 2 }) }), {
    selector: ({ kind }) => kind,
    minLength: 1,
  });

  it('of the whole history gives the state that was reached step by step, through JSON too; and no access without what it takes', () => {
    fc.assert(
      fc.property(needed, fc.boolean(), fc.array(step, { maxLength: 40 }), (reviews, automatic, steps) => {
        const own: Rules = { ...rules, reviews, automatic };
        const events: RequestEvent[] = [...DRAFT];
        let state = stateOf(events);
        let day = 0;
        const add = (event: object) => {
          events.push({ ...event, sequence: state.sequence + 1, at: at(day) } as RequestEvent);
          state = apply(state, events.at(-1)!);
        };
        for (const { type, actor, refuse, days, kind } of steps) {
          day += days;
          const doing = deed(type, type === 'voted' ? { vote: refuse ? 'refuse' : 'approve', kind } : type === 'submitted' || type === 'renewal-requested' ? { rules: own } : {});
          if (impediment(state, doing, actor, at(day))) continue;
          add({ ...doing, by: actor.by, name: actor.name });
          for (const next of following(state, at(day))) {
            expect(impediment(state, next, { ...node, by: next.by }, at(day))).toBeUndefined();
            add(next);
          }
          expect(following(state, at(day))).toEqual([]);
        }
        expect(stateOf(events)).toEqual(state);
        const kept = events.map(({ at: instant, ...rest }) => ({ ...rest, at: new Date(instant.toISOString()) }) as RequestEvent);
        expect(stateOf(kept)).toEqual(state);
        if (!state.grant) return;
        // Who has access was voted for in every review, by others than themselves and their own people.
        const granted = events.findIndex(({ type }) => type === 'granted');
        const voices = events.slice(0, granted).filter((event) => event.type === 'voted');
        expect(voices.every(({ by }) => by !== asker.by && by !== two.by)).toBe(true);
        for (const { kind, quorum } of reviews)
          expect(new Set(voices.filter((it) => it.type === 'voted' && it.detail.kind === kind && it.detail.vote === 'approve').map(({ by }) => by)).size).toBeGreaterThanOrEqual(
            quorum,
          );
      }),
      { numRuns: 300 },
    );
  });
});
