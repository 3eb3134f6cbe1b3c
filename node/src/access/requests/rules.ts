import type { LanguageMap } from '../../kernel/language-map.ts';
import type { Deed, EventType, RequestState, ReviewKind, Status } from './request.ts';
import { statusAt } from './request.ts';
import { endOfDay, outcomeOf, talliesOf } from './votes.ts';

/** Who acts, and what they are for the resource now. */
export interface Actor {
  /** `person:…`, `operator:…`, `node:…`. */
  by: string;
  name: string;
  organisation?: string | undefined;
  roles: ReadonlySet<string>;
}

/** What may happen to a request in each status. */
export const POSSIBLE: Record<Status, readonly EventType[]> = {
  draft: ['amended', 'submitted', 'withdrawn'],
  review: ['voted', 'asked', 'stepped-aside', 'withdrawn', 'granted', 'refused'],
  question: ['answered', 'stepped-aside', 'withdrawn'],
  granted: ['renewal-requested', 'reported', 'revoked'],
  renewal: ['voted', 'asked', 'stepped-aside', 'withdrawn', 'reported', 'revoked', 'renewed', 'renewal-refused'],
  'renewal-question': ['answered', 'stepped-aside', 'withdrawn', 'reported', 'revoked'],
  refused: [],
  withdrawn: [],
  revoked: ['reported'],
  expired: ['reported'],
};

/** The role that speaks in a review. */
export const REVIEWER: Record<ReviewKind, string> = { technical: 'steward', ethics: 'committee', committee: 'committee' };

const OF_ASKER: ReadonlySet<EventType> = new Set(['drafted', 'amended', 'submitted', 'withdrawn', 'answered', 'renewal-requested', 'reported']);
const OF_REVIEWERS: ReadonlySet<EventType> = new Set(['voted', 'asked', 'stepped-aside']);

/** A step that is refused, and why, for a person. */
export interface Impediment {
  code: 'conflict' | 'forbidden';
  text: LanguageMap & { en: string; zh: string };
}
const impossible = (en: string, zh: string): Impediment => ({ code: 'conflict', text: { en, zh } });
const forbidden = (en: string, zh: string): Impediment => ({ code: 'forbidden', text: { en, zh } });

/** Why `actor` may not do this to the request now; undefined where they may. */
export function impediment(state: RequestState, deed: Deed, actor: Actor, now: Date): Impediment | undefined {
  const status = statusAt(state, now);
  if (!POSSIBLE[status].includes(deed.type)) return notNow(status, deed.type);
  if (OF_ASKER.has(deed.type)) return actor.by === state.asker ? ofAsker(state, deed, now) : forbidden('Only the asker can do this.', '只有申请者本人可以进行此操作。');
  if (OF_REVIEWERS.has(deed.type)) return ofReviewer(state, deed, actor, now);
  if (deed.type === 'revoked')
    return actor.by === state.asker || actor.by.startsWith('operator:') || actor.roles.has('steward') || actor.roles.has('committee')
      ? undefined
      : forbidden(
          'Access is ended by the asker, a steward or the committee of the resource, or the operator.',
          '只有申请者本人、该资源的数据管理员或委员会成员，以及运行者可以终止访问。',
        );
  return ofNode(state, deed, actor);
}

function ofAsker({ application }: RequestState, { type }: Deed, now: Date): Impediment | undefined {
  if (type !== 'submitted') return undefined;
  if (application.purpose.title === undefined && application.justification === '')
    return impossible('Say what the data are for: the purpose has neither a title nor a description.', '请说明数据用途：使用目的既无标题也无说明。');
  if (application.actions.includes('resource:export') && application.destination === undefined)
    return impossible('Say to which country the data would go; nothing is taken elsewhere without that.', '请说明数据将带往哪个国家或地区；未说明则不得带出。');
  const { ethicsApproval } = application.purpose;
  if (ethicsApproval?.until && endOfDay(ethicsApproval.until) <= now)
    return impossible(`The ethics approval ended on ${ethicsApproval.until}; access would end with it.`, `伦理批准已于 ${ethicsApproval.until} 到期，访问随之终止。`);
  return undefined;
}

function ofReviewer(state: RequestState, deed: Deed, actor: Actor, now: Date): Impediment | undefined {
  const tallies = talliesOf(state);
  if (!tallies.some(({ kind }) => actor.roles.has(REVIEWER[kind])))
    return forbidden('This request is not yours to review: you hold none of the roles its reviews need for this resource.', '此申请不由您审议：您在该资源上没有所需的角色。');
  if (deed.type === 'stepped-aside') return actor.by === state.asker ? OWN : undefined;
  const conflict = conflictOfInterest(state, actor);
  if (conflict) return conflict;
  if (deed.type !== 'voted') return undefined;
  const tally = tallies.find(({ kind }) => kind === deed.detail.kind);
  if (!tally) return impossible(`This request needs no ${deed.detail.kind} review.`, '此申请不需要该类审议。');
  if (!actor.roles.has(REVIEWER[tally.kind]))
    return forbidden(`You do not hold the role "${REVIEWER[tally.kind]}" for this resource, which the ${tally.kind} review needs.`, '您在该资源上没有该类审议所需的角色。');
  if (deed.detail.until && endOfDay(deed.detail.until) <= now)
    return impossible(`The last day of the access, ${deed.detail.until}, is past.`, `访问的最后一天（${deed.detail.until}）已经过去。`);
  if (tally.decided) return impossible(`The ${tally.kind} review is decided already.`, '该类审议已有结论。');
  return undefined;
}

const OWN = forbidden('Nobody reviews their own request.', '任何人不得审议自己的申请。');

/** Why somebody may not judge this request, whatever their roles. */
export function conflictOfInterest(state: RequestState, actor: Actor): Impediment | undefined {
  if (actor.by === state.asker) return OWN;
  if (state.aside.includes(actor.by)) return forbidden('You declared a conflict of interest in this request.', '您已就此申请声明存在利益冲突。');
  if (state.rules?.independentReview && actor.organisation !== undefined && actor.organisation === state.organisation)
    return forbidden(
      'You belong to the organisation of the asker; the terms of this resource leave the review to others.',
      '您与申请者同属一个机构；按该资源的条款，须由其他人审议。',
    );
  return undefined;
}

/** What follows by itself is written by the node alone, and only where it does follow. */
function ofNode(state: RequestState, { type }: Deed, actor: Actor): Impediment | undefined {
  const outcome = outcomeOf(state);
  const byConditions = state.rules?.automatic === true && state.status === 'review' ? state.assessment?.answer : undefined;
  const follows = type === 'granted' || type === 'renewed' ? outcome === 'approve' || byConditions === 'yes' : outcome === 'refuse' || byConditions === 'no';
  if (actor.by.startsWith('node:') && follows) return undefined;
  return forbidden('Access follows from the votes or the conditions; nobody gives or refuses it alone.', '是否准予访问取决于表决或条件，任何人不得单独决定。');
}

const STATUS_WORDS: Record<Status, [en: string, zh: string]> = {
  draft: ['a draft', '草稿'],
  review: ['in review', '审议中'],
  question: ['waiting for an answer of the asker', '等待申请者答复'],
  granted: ['granted', '已获准'],
  renewal: ['granted, with a renewal in review', '已获准，续期审议中'],
  'renewal-question': ['granted, with a renewal that waits for an answer of the asker', '已获准，续期等待申请者答复'],
  refused: ['refused', '已拒绝'],
  withdrawn: ['withdrawn', '已撤回'],
  revoked: ['revoked', '已撤销'],
  expired: ['expired', '已到期'],
};

/** What each step is called where it is said what is possible. */
const STEP_WORDS: Partial<Record<EventType, [en: string, zh: string]>> = {
  amended: ['amend', '修改'],
  submitted: ['submit', '提交'],
  withdrawn: ['withdraw', '撤回'],
  voted: ['vote', '表决'],
  asked: ['ask the asker', '向申请者提问'],
  'stepped-aside': ['step aside', '回避'],
  answered: ['answer', '答复'],
  'renewal-requested': ['ask for a renewal', '申请续期'],
  reported: ['report', '报告'],
  revoked: ['revoke', '撤销'],
};

function notNow(status: Status, type: EventType): Impediment {
  const [en, zh] = STATUS_WORDS[status];
  const words = POSSIBLE[status].flatMap((it) => (STEP_WORDS[it] ? [STEP_WORDS[it]] : []));
  const step = STEP_WORDS[type] ?? ['decide', '作出决定'];
  return impossible(
    `The request is ${en}; nobody can ${step[0]} now. ${words.length > 0 ? `Possible now: ${words.map((it) => it[0]).join(', ')}.` : 'Nothing more can happen to it; ask anew.'}`,
    `此申请的状态为“${zh}”，现在不能${step[1]}。${words.length > 0 ? `现在可以：${words.map((it) => it[1]).join('、')}。` : '此申请已终结，请重新申请。'}`,
  );
}
