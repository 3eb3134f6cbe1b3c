import type { LanguageMap } from '../../kernel/language-map.ts';
import type { EARNERS, Evidence, Verdict } from './report.ts';
import type { Provision, Subject } from './subject.ts';

/** What one metric's rule decides. */
export interface Judgement {
  verdict: Verdict;
  earnedBy: (typeof EARNERS)[number];
  because: LanguageMap;
  evidence: Evidence[];
  fix?: LanguageMap;
}

/** The rule of one metric: pure, from what is known to what is said. */
export type Rule = (subject: Subject, provision: Provision) => Judgement;

const LONGEST = 200;
/** So many values of a long list are shown as evidence. */
const SHOWN = 5;

const clip = (value: string) => (value.length > LONGEST ? `${value.slice(0, LONGEST - 1)}…` : value);

/** Evidence from a field of the resource, with the source that said it. */
export function said({ provenance }: Pick<Subject, 'provenance'>, pointer: string, value: string): Evidence {
  const by = provenance[pointer.split('/')[1] ?? ''];
  return { field: pointer, value: clip(value), source: by?.source ?? null, ...(by ? { record: by.record } : {}) };
}

/** Evidence from the first entries of a list, each under its own pointer. */
export const saidEach = <T>(subject: Subject, pointer: string, items: readonly T[], valueOf: (item: T) => string | undefined): Evidence[] =>
  items
    .flatMap((item, place) => {
      const value = valueOf(item);
      return value ? [said(subject, `${pointer}/${place}`, value)] : [];
    })
    .slice(0, SHOWN);

/** Evidence of what the node itself does. */
export const byNode = (field: string, value: string): Evidence => ({ field, value: clip(value), source: 'node' });

/** What the node does for each resource it holds, and so not yet for one it does not hold. */
export const onceRegistered: Judgement = {
  verdict: 'not-applicable',
  earnedBy: 'nobody',
  because: { en: 'This node provides it for every resource, once the description is registered.', zh: '描述登记后，由本节点为每项资源提供。' },
  evidence: [],
};

export const notApplicable = (because: LanguageMap): Judgement => ({ verdict: 'not-applicable', earnedBy: 'nobody', because, evidence: [] });
