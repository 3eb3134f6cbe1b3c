import type { MemberOutcomeName } from '../pages/search/live/shapes.ts';

const members = (n: number) => `${n.toLocaleString('en-GB')} ${n === 1 ? 'member' : 'members'}`;
const outcomes: Record<MemberOutcomeName, string> = { answered: 'answered', late: 'late', refused: 'refused', unreachable: 'not reached', failed: 'failed' };

/** Questions to the members while somebody waits. */
export const asking = {
  offer: (n: number) => `Ask ${members(n)} now`,
  offerWhy: 'for what this node holds no copy of',
  waiting: (answered: number, n: number) => `Asking: ${answered} of ${members(n)} answered so far`,
  done: (answered: number, n: number) => (answered === n ? `${answered === 1 ? 'The one member' : `All ${members(n)}`} answered` : `${answered} of ${members(n)} answered`),
  found: (n: number) => (n === 0 ? 'nothing beyond this list' : n === 1 ? '1 more result' : `${n} more results`),
  notAsked: 'The members could not be asked just now.',
  title: 'At the members',
  lead: 'Asked a moment ago; each result leads to the member that holds it.',
  none: 'They have nothing that this node does not hold itself.',
  atMost: (n: number) => `They have at most ${n.toLocaleString('en-GB')} hits in all.`,
  alreadyHere: (n: number) => `${n === 1 ? 'One of the best stands' : `${n.toLocaleString('en-GB')} of the best stand`} in this node’s own results.`,
  heldAt: 'Held at',
  outcomesLabel: 'How each member did',
  outcomes,
  after: (milliseconds: string) => `after ${milliseconds}`,
  within: (milliseconds: string) => `in ${milliseconds}`,
  hits: (n: number) => `${n.toLocaleString('en-GB')} ${n === 1 ? 'hit' : 'hits'}`,
  /** Before the reason of an outcome. */
  because: ': ',
  again: 'Ask again, with more time',
  askedAgain: (at: string) => `It is asked again from ${at} UTC on.`,
};
