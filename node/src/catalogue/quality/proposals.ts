import { digestOf } from '../../kernel/identifiers.ts';
import type { NewProposal } from '../curation/index.ts';
import { addressesOf } from './addresses.ts';
import { spamReasons } from './spam.ts';
import type { Subject } from './subject.ts';

/** What the assessment of the whole catalogue looks for on a curator's behalf. */
export const PROPOSED_TYPES = ['dead-link', 'deprecated-term', 'spam'] as const;

const fingerprint = (...parts: unknown[]): string => digestOf(parts).slice(0, 32);

/** What of a resource a curator should decide: dead addresses, terms to replace, suspected advertising. */
export function proposalsOn(id: string, subject: Subject, sameTextTitles: number): NewProposal[] {
  const proposal = (type: (typeof PROPOSED_TYPES)[number], what: unknown, detail: Record<string, unknown>): NewProposal => ({
    type,
    subject: id,
    fingerprint: fingerprint(type, id, what),
    detail,
  });
  const dead = addressesOf(subject.content).flatMap(({ address, pointer }) => {
    const state = subject.addresses.get(address);
    if (state?.state !== 'dead') return [];
    return [proposal('dead-link', address, { address, field: pointer, status: state.httpStatus, reason: state.reason, since: state.failingSince })];
  });
  const drifted = subject.deprecatedTerms
    .filter(({ field }) => !field.startsWith('/distributions/'))
    .map(({ source, record, field, written, term, replacement, consider }) =>
      proposal('deprecated-term', [source, record, field.split('/')[1], term.id], { field, written, term, replacement, consider, source: source ?? undefined, record }),
    );
  const reasons = spamReasons(subject.content, sameTextTitles);
  // Only the form of each reason counts: a suspicion that was refused does not come back because a number grew.
  const forms = reasons.map((reason) => reason.replace(/[:\d].*$/, '').trim());
  return [...dead, ...drifted, ...(reasons.length > 0 ? [proposal('spam', forms, { reasons })] : [])];
}
