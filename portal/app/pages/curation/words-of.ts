import type { ProposalType } from '../../api/contract.ts';
import type { Words } from '../../language/en.ts';

type TypeWords = Pick<Words['curation']['spam'], 'accept' | 'refuse' | 'accepted' | 'refused' | 'undone' | 'hint'>;

/** What deciding on a proposal of this type is called. */
export const wordsOf = (type: ProposalType, { curation }: Words): Omit<TypeWords, 'hint'> & { hint?: string } =>
  ({ merge: curation.merge, 'rejected-record': curation.rejected, 'dead-link': curation.deadLink, 'deprecated-term': curation.term, spam: curation.spam })[type];
