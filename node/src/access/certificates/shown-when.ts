import type { Discovery } from '../sight.ts';
import type { Terms } from '../terms/index.ts';
import type { Certificate } from './certificate.ts';

/** An instant that does not come: what is shown from then on is not shown. */
export const NEVER = new Date('9999-01-01T00:00:00Z');

export interface ShownWhen {
  discovery: Discovery;
  organisation?: string | undefined;
  /** Whether the clock matters: others discover it from `from` up to `until` only, its keepers always. */
  timed: boolean;
  from?: Date | undefined;
  until?: Date | undefined;
}

/**
 * To whom, and between which instants, a resource under these terms is shown. One that must be certified is shown while
 * it is: never before its first certificate, and not after that expired or was revoked.
 */
export function shownWhen(terms: Pick<Terms, 'discovery' | 'organisation' | 'shownFrom' | 'certification'>, certificate: Certificate | undefined): ShownWhen {
  const { discovery, organisation } = terms;
  const opens = terms.shownFrom ? new Date(terms.shownFrom) : undefined;
  if (terms.certification === 'none') return { discovery, organisation, timed: opens !== undefined, from: opens };
  if (!certificate || certificate.revoked) return { discovery, organisation, timed: true, from: NEVER };
  const from = opens && opens > certificate.at ? opens : certificate.at;
  return { discovery, organisation, timed: true, from, until: certificate.expires };
}
