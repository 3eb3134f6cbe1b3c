import type { Db } from '../../kernel/database.ts';
import { canonicalJson } from '../../kernel/identifiers.ts';
import { narrowerTerms } from './merge-terms.ts';
import { carriedBefore, writeStoodFor, type StoodFor } from './stood-for.ts';
import { OPEN_TERMS, type Terms } from './terms.ts';
import { termsOf, versionsOf, writeTerms } from './terms-store.ts';

/** Nobody wrote any, or what was written was taken back. */
const asksNothing = (terms: Terms): boolean => terms === OPEN_TERMS || canonicalJson(terms) === canonicalJson(OPEN_TERMS);

/**
 * Resources that turned out to be another one take their terms along, in the transaction that merges them: data under
 * conditions never become open by a merge. What goes keeps its own terms, should it be told apart again. Permissions go
 * along only where the one that stands had no terms of its own, and is under exactly those that came.
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
  const before = await carriedBefore(
    trx,
    merged.map(({ id }) => id),
  );
  const versions = await versionsOf(trx, [...new Set(merged.map(({ id }) => standing(id)))]);
  const stood: StoodFor[] = [];
  for (const { id } of merged) {
    const into = standing(id);
    const [going, kept] = [terms.get(id) ?? OPEN_TERMS, terms.get(into) ?? OPEN_TERMS];
    if (into === id) continue;
    if (asksNothing(going)) {
      stood.push({ gone: id, stands: into, termsVersion: undefined });
      continue;
    }
    // Told apart and joined once more: what came then is there still.
    if (before.get(`${id}\n${into}`) === versions.get(into) && canonicalJson(kept) === canonicalJson(going)) {
      stood.push({ gone: id, stands: into, termsVersion: versions.get(into) });
      continue;
    }
    const joined = asksNothing(kept) ? going : narrowerTerms(kept, going);
    terms.set(into, joined);
    const version = await writeTerms(trx, into, joined, { at, by, note: `${id} was merged into it / ${id} 已并入` });
    versions.set(into, version);
    stood.push({ gone: id, stands: into, termsVersion: asksNothing(kept) ? version : undefined });
  }
  await writeStoodFor(trx, stood);
}
