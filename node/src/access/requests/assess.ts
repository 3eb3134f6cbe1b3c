import { canonicalJson } from '../../kernel/identifiers.ts';
import { nameOf } from '../../identity/index.ts';
import { OPEN_TERMS, termsOf, type Terms } from '../terms/index.ts';
import { agreementFor } from './agreements.ts';
import { discoverSubject, type Asking, type NamedSubject } from './asking.ts';
import type { CheckView } from './request-view.ts';
import type { Application, Assessment, Rules } from './request.ts';
import { DEFAULT_DAYS } from './turn.ts';

const WORST = ['no', 'ask', 'yes'] as const;

/** What policies and conditions say of an application now, before anybody has looked at it. */
export async function assess({ access, caller, requestId }: Asking, subject: NamedSubject, { purpose, actions, destination }: Application): Promise<Assessment> {
  const decisions = await Promise.all(actions.map((action) => access.decide({ caller, action, resource: subject, purpose, destination, requestId })));
  const once = <T>(all: T[]): T[] => [...new Map(all.map((it) => [canonicalJson(it), it])).values()];
  return {
    answer: WORST.find((answer) => decisions.some((it) => it.answer === answer)) ?? 'no',
    reasons: once(decisions.flatMap(({ reasons }) => reasons.map(({ policy, outcome, text }) => ({ policy, outcome, text })))),
    obligations: once(decisions.flatMap(({ obligations }) => obligations)),
  };
}

/** What would happen to it on submission. */
export const consequenceOf = ({ automatic }: Pick<Rules, 'automatic'>, { answer }: Pick<Assessment, 'answer'>): 'granted' | 'refused' | 'review' =>
  automatic && answer !== 'ask' ? (answer === 'yes' ? 'granted' : 'refused') : 'review';

/** Where the terms name no review, one voice of the committee decides what the conditions leave open. */
export const rulesOf = ({ reviews, automatic, independentReview }: Terms, agreement?: { id: string; version: number }): Rules => ({
  reviews: reviews.length > 0 ? reviews : [{ kind: 'committee', quorum: 1 }],
  automatic,
  independentReview,
  ...(agreement ? { agreement } : {}),
  days: DEFAULT_DAYS,
});

/** What would become of an application if it were handed in now. Nothing is kept but the entries of the decisions. */
export async function checkApplication(asking: Asking, resource: string, application: Application): Promise<CheckView> {
  const subject = await discoverSubject(asking, resource);
  const [terms, assessment] = await Promise.all([termsOf(asking.db, [resource]), assess(asking, subject, application)]);
  const asked = terms.get(resource) ?? OPEN_TERMS;
  const rules = rulesOf(asked);
  const { id, title, category, kind } = subject;
  return {
    assessment,
    consequence: consequenceOf(rules, assessment),
    reviews: rules.reviews,
    agreement: await agreementFor(asking.db, asked, nameOf(asking.caller)),
    resource: { id, title, category, kind },
  };
}
