import type { Flaw } from '../kernel/errors.ts';
import { Term } from './term.ts';

// oxlint-disable-next-line no-control-regex -- these are the characters to refuse
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/;
const LONGEST = 50_000;

/** What is wrong with a term that is to be published in this vocabulary; nothing when it is sound. */
export function flawsOfTerm(term: unknown, vocabularyName: string): Flaw[] {
  const checked = Term.safeParse(term);
  if (!checked.success) return checked.error.issues.map((issue) => ({ pointer: `/${issue.path.join('/')}`, reason: issue.message }));
  const { id, vocabulary, label, broader } = checked.data;
  const flaws: Flaw[] = [];
  if (!/^[a-z][a-z0-9-]*:\S+$/.test(id)) flaws.push({ pointer: '/id', reason: 'is no compact identifier such as edam:topic_0091' });
  if (vocabulary !== vocabularyName) flaws.push({ pointer: '/vocabulary', reason: `is "${vocabulary}", not "${vocabularyName}"` });
  if (Object.keys(label).length === 0) flaws.push({ pointer: '/label', reason: 'has no language' });
  broader.forEach((parent, place) => {
    if (parent === id) flaws.push({ pointer: `/broader/${place}`, reason: 'is the term itself' });
  });
  return [...flaws, ...textFlaws(checked.data, '')];
}

function textFlaws(value: unknown, pointer: string): Flaw[] {
  if (typeof value === 'string') {
    if (CONTROL.test(value)) return [{ pointer, reason: 'holds a control character' }];
    return value.length > LONGEST ? [{ pointer, reason: `is longer than ${LONGEST} characters` }] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => textFlaws(item, `${pointer}/${key}`));
}
