import type { Db } from '../../kernel/database.ts';
import { certificatesOf, defaultCertification, shownWhen, termsHere } from '../certificates/index.ts';
import { PUBLIC_CLASS, visibilityOf, type Visibility } from '../sight.ts';
import { OPEN_TERMS, termsOf } from '../terms/index.ts';
import { registerClasses } from './class-store.ts';

/** What of a resource its visibility follows from, besides its terms and its certificate. */
export interface Showable {
  id: string;
  status: Visibility['status'];
  kind: string;
  /** Of the provider (`org:…`), where the terms name none. */
  organisation?: string | undefined;
}

/** To whom a resource is shown, and between which instants; null where there is no such bound. */
export interface Shown {
  visibility: string;
  from: Date | null;
  until: Date | null;
}

/**
 * How each of these resources is shown, from its status, its terms and its certificate, in the transaction that writes
 * them; the classes are registered. Embargo and certificate become times to compare with the clock, never states that
 * somebody must change in time.
 */
export async function showingOf(trx: Db, resources: readonly Showable[]): Promise<Map<string, Shown>> {
  const ids = resources.map(({ id }) => id);
  const [written, byDefault] = [await termsOf(trx, ids), await defaultCertification(trx)];
  const terms = new Map(resources.map(({ id, kind }) => [id, termsHere(written.get(id) ?? OPEN_TERMS, kind, byDefault)]));
  const certified = ids.filter((id) => terms.get(id)?.certification === 'required');
  const certificates = await certificatesOf(trx, certified);
  const shown = new Map(
    resources.map(({ id, status, organisation }): [string, Shown] => {
      const { timed, from, until, ...to } = shownWhen(terms.get(id) ?? OPEN_TERMS, certificates.get(id));
      const provider = to.organisation ?? organisation;
      // What is not published is shown to its keepers only, at any time.
      const inTime = timed && status !== 'draft' && status !== 'in-review';
      const visibility = visibilityOf({ status, discovery: to.discovery, organisation: provider, timed: inTime });
      return [id, { visibility, from: inTime ? (from ?? null) : null, until: inTime ? (until ?? null) : null }];
    }),
  );
  const classes = new Set([...shown.values()].map(({ visibility }) => visibility));
  classes.delete(PUBLIC_CLASS);
  await registerClasses(trx, classes);
  return shown;
}
