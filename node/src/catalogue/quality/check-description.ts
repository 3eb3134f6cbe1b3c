import type { Flaw } from '../../kernel/errors.ts';
import { flawsOf } from '../../kernel/flaws.ts';
import type { Vocabulary } from '../../vocabulary/index.ts';
import { compose, unresolvedTerms } from '../compose.ts';
import { Description } from '../description.ts';
import { assess } from './assess.ts';
import type { Assessment } from './report.ts';
import { deprecatedTermsIn } from './term-drift.ts';

/** What is said of a description that is not registered. */
export interface CheckedDescription {
  valid: boolean;
  flaws: Flaw[];
  /** Terms no vocabulary here knows: they would be kept as keywords. */
  unknownTerms: string[];
  /** Of a valid description. */
  assessment: Assessment | undefined;
}

/** Checks a description as registering it would, and assesses it. Stores nothing and asks nobody. */
export function checkDescription(description: unknown, vocabulary: Vocabulary, now: Date): CheckedDescription {
  const parsed = Description.safeParse(description);
  if (!parsed.success) return { valid: false, flaws: flawsOf(parsed.error.issues), unknownTerms: [], assessment: undefined };
  const { content } = compose([{ source: 'check', key: 'check', description: parsed.data, lastChanged: now }], vocabulary);
  const assessment = assess(
    {
      content,
      provenance: {},
      url: undefined,
      linked: [],
      addresses: new Map(),
      deprecatedTerms: deprecatedTermsIn([{ source: null, description: parsed.data }], vocabulary),
      sameTitle: [],
      now,
    },
    { standards: () => [] },
  );
  return { valid: true, flaws: [], unknownTerms: unresolvedTerms(parsed.data, vocabulary), assessment };
}
