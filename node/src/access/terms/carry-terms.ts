import type { Db } from '../../kernel/database.ts';
import { narrowerTerms } from './merge-terms.ts';
import { OPEN_TERMS } from './terms.ts';
import { termsOf, writeTerms } from './terms-store.ts';

/**
 * Resources that turned out to be another one take their terms along, in the transaction that merges them: data under
 * conditions never become open by a merge. What goes keeps its own terms, should it be told apart again.
 */
export async function carryTerms(trx: Db, merged: readonly { id: string; into: string }[], { at, by }: { at: Date; by: string }): Promise<void> {
  if (merged.length === 0) return;
  const goesTo = new Map(merged.map(({ id, into }) => [id, into]));
  const standing = (id: string): string => {
    let end = id;
    for (const met = new Set<string>(); goesTo.has(end) && !met.has(end); end = goesTo.get(end) ?? end) met.add(end);
    return end;
  };
  const terms = await termsOf(trx, [...new Set(merged.flatMap(({ id }) => [id, standing(id)]))]);
  for (const { id } of merged) {
    const into = standing(id);
    const [going, kept] = [terms.get(id) ?? OPEN_TERMS, terms.get(into) ?? OPEN_TERMS];
    if (going === OPEN_TERMS || into === id) continue;
    const joined = kept === OPEN_TERMS ? going : narrowerTerms(kept, going);
    terms.set(into, joined);
    await writeTerms(trx, into, joined, { at, by, note: `${id} was merged into it / ${id} 已并入` });
  }
}
