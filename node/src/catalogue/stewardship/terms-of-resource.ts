import type { z } from 'zod';
import { defaultCertification, termsHere } from '../../access/certificates/index.ts';
import { currentTerms, OPEN_TERMS, asksForNothing, Terms, termsHistory, writeTerms, type TermsInput } from '../../access/terms/index.ts';
import { nameOf } from '../../identity/index.ts';
import { conflict, invalid } from '../../kernel/errors.ts';
import { flawsOf } from '../../kernel/flaws.ts';
import { canonicalJson } from '../../kernel/identifiers.ts';
import * as ledger from '../../ledger/index.ts';
import { applyVisibility } from '../apply-visibility.ts';
import { isKeptApart } from '../resource-store.ts';
import { mayBeSteward, stewarded, type Stewarding } from './stewarded.ts';
import { categoryRef, conditionView, type Asked, type TermsView } from './views.ts';

/** So many versions are told at once. */
const VERSIONS = 50;

export const askedOf = (terms: Terms): z.infer<typeof Asked> => ({
  nothing: asksForNothing(terms),
  conditions: terms.conditions.map(conditionView),
  automatic: terms.automatic,
  reviews: terms.reviews,
  ...(terms.agreement ? { agreement: terms.agreement } : {}),
});

/** The terms of a resource: whole, with every version, for its stewards; for others what they ask for. */
export async function readTerms(context: Stewarding, id: string): Promise<z.infer<typeof TermsView>> {
  const { resource, subject } = await stewarded(context, id);
  const { caller, access, requestId } = context;
  const steward = mayBeSteward(context, subject) && (await access.decide({ caller, action: 'resource:steward', resource: subject, requestId })).allowed;
  const current = await currentTerms(context.reading.db, resource.id);
  const terms = current?.terms ?? OPEN_TERMS;
  const byDefault = await defaultCertification(context.reading.db);
  const history = steward ? await termsHistory(context.reading.db, resource.id, VERSIONS) : undefined;
  return {
    resource: resource.id,
    title: resource.title,
    steward,
    version: current?.version ?? 0,
    asks: askedOf(terms),
    discovery: terms.discovery,
    dataCategories: terms.dataCategories.map(categoryRef),
    ...(terms.country ? { country: terms.country } : {}),
    ...(terms.embargoUntil ? { embargoUntil: terms.embargoUntil } : {}),
    ...(terms.shownFrom ? { shownFrom: terms.shownFrom } : {}),
    certification: termsHere(terms, resource.kind, byDefault).certification,
    ...(steward ? { terms: { ...terms } } : {}),
    ...(history ? { history: history.map(({ at, note, ...it }) => ({ ...it, terms: { ...it.terms }, at: at.toISOString(), ...(note ? { note } : {}) })) } : {}),
  };
}

export interface TermsEdit {
  terms: TermsInput;
  note?: string | undefined;
  /** The version that was edited: where it is no longer the last, nothing is written. */
  version?: number | undefined;
}

/**
 * Writes the terms of a resource; those before stay as versions. From the same instant others discover it by the new
 * ones.
 * @returns the version now in force.
 */
export async function editTerms(context: Stewarding, id: string, { terms, note, version }: TermsEdit): Promise<number> {
  const { resource, subject } = await stewarded(context, id);
  const { caller, access, at, requestId, reading } = context;
  await access.demand({ caller, action: 'resource:steward', resource: subject, requestId });
  const checked = Terms.safeParse(terms.discovery === 'organisation' && !terms.organisation ? { ...terms, organisation: resource.provider?.id } : terms);
  if (!checked.success) {
    const flaws = flawsOf(checked.error.issues);
    throw invalid(`The terms do not hold: ${flaws.map(({ pointer, reason }) => `${pointer} ${reason}`).join('; ')}.`, flaws);
  }
  const written = await reading.db.transaction().execute(async (trx) => {
    if (checked.data.discovery === 'public' && (await isKeptApart(trx, resource.id)))
      throw invalid('Another node shares this resource with its group alone; only that node can show it to everybody.', [
        { pointer: '/discovery', reason: 'is "public", but the node it comes from shares it with its group alone' },
      ]);
    const before = (await currentTerms(trx, resource.id))?.terms ?? OPEN_TERMS;
    const next = await writeTerms(trx, resource.id, checked.data, { at, by: nameOf(caller), note });
    if (version !== undefined && next !== version + 1)
      throw conflict(`The terms of "${resource.id}" have become version ${next - 1} since version ${version} was read. Read them again, then change them.`);
    await applyVisibility(trx, [resource.id], at);
    await ledger.record(trx, {
      at,
      actor: nameOf(caller),
      action: 'terms.write',
      subject: resource.id,
      detail: { version: next, changed: changedIn(before, checked.data), note, requestId },
    });
    return next;
  });
  await access.settled();
  return written;
}

const changedIn = (before: Terms, after: Terms): string[] =>
  (Object.keys({ ...before, ...after }) as (keyof Terms)[]).filter((field) => canonicalJson(before[field] ?? null) !== canonicalJson(after[field] ?? null)).toSorted();
