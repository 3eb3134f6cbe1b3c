import type { Db } from '../kernel/database.ts';
import { digestOf } from '../kernel/identifiers.ts';
import type { Outcome } from '../kernel/outcome.ts';
import { flawsOfTerm } from './check-term.ts';
import { growGeneration, markWithdrawn, storedTerms, writeTerms } from './term-store.ts';
import type { Term } from './term.ts';

/**
 * Publishes a batch of terms, one outcome each, in their order: two statements a batch, and nothing is written for a
 * term that has not changed. A term is checked by itself; what only the whole vocabulary can show (a cycle, a broader
 * term that does not exist) is told by `flawsOfVocabulary`, because the rest of a file may still be on its way.
 */
export async function publishTerms(trx: Db, vocabularyName: string, terms: Term[], context: { at: Date }): Promise<Outcome[]> {
  const stored = await storedTerms(
    trx,
    terms.map((term) => term?.id).filter((id) => typeof id === 'string'),
  );
  const seen = new Set<string>();
  const changed: { term: Term; digest: string }[] = [];

  const outcomes = terms.map((term): Outcome => {
    const flaws = flawsOfTerm(term, vocabularyName);
    const before = stored.get(term?.id);
    if (before && before.vocabulary !== vocabularyName) flaws.push({ pointer: '/id', reason: `belongs to the vocabulary "${before.vocabulary}"` });
    if (flaws.length === 0 && seen.has(term.id)) flaws.push({ pointer: '/id', reason: 'occurs twice' });
    if (flaws.length > 0) return { state: 'rejected', flaws };
    seen.add(term.id);
    const digest = digestOf(term);
    if (before && before.digest === digest && !before.withdrawn) return { state: 'unchanged' };
    changed.push({ term, digest });
    return { state: before ? 'updated' : 'created' };
  });

  await writeTerms(trx, vocabularyName, changed, context.at);
  if (changed.length > 0) await growGeneration(trx);
  return outcomes;
}

/** Withdraws terms that their source no longer has; how many were there to withdraw. */
export async function withdrawTerms(trx: Db, vocabularyName: string, ids: Iterable<string>): Promise<number> {
  const gone = [...ids];
  const withdrawn = gone.length === 0 ? 0 : await markWithdrawn(trx, vocabularyName, gone);
  if (withdrawn > 0) await growGeneration(trx);
  return withdrawn;
}
