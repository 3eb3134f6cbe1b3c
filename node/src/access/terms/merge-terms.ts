import { canonicalJson } from '../../kernel/identifiers.ts';
import { DISCOVERY } from '../sight.ts';
import type { Terms } from './terms.ts';

/**
 * The terms of a resource that two resources turned out to be: in each respect the narrower. Where both state
 * conditions and these differ, those of the one that stands are kept and no machine says yes: people must read both.
 */
export function narrowerTerms(standing: Terms, other: Terms): Terms {
  const later = (a: string | undefined, b: string | undefined) =>
    [a, b]
      .filter((it) => it !== undefined)
      .toSorted()
      .at(-1);
  const ofDiscovery = DISCOVERY.indexOf(other.discovery) > DISCOVERY.indexOf(standing.discovery) ? other : standing;
  const conditions = standing.conditions.length > 0 ? standing.conditions : other.conditions;
  const differ = canonicalJson([standing.conditions, standing.reviews]) !== canonicalJson([other.conditions, other.reviews]);
  const reviews = standing.reviews.length > 0 ? standing.reviews : other.reviews;
  return {
    ...standing,
    discovery: ofDiscovery.discovery,
    organisation: ofDiscovery.organisation ?? standing.organisation ?? other.organisation,
    dataCategories: [...new Set([...standing.dataCategories, ...other.dataCategories])],
    conditions,
    automatic: standing.automatic && !differ,
    embargoUntil: later(standing.embargoUntil, other.embargoUntil),
    shownFrom: later(standing.shownFrom, other.shownFrom),
    country: standing.country ?? other.country,
    certification: standing.certification === 'required' || other.certification === 'required' ? 'required' : 'none',
    agreement: standing.agreement ?? other.agreement,
    reviews: differ && conditions.length > 0 && reviews.length === 0 ? [{ kind: 'committee', quorum: 1 }] : reviews,
    independentReview: standing.independentReview || other.independentReview,
    ethics: [...standing.ethics, ...other.ethics].slice(0, 50),
    location: standing.location ?? other.location,
  };
}
