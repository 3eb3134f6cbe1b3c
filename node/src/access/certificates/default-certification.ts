import { run, type Db } from '../../kernel/database.ts';
import type { Terms } from '../terms/index.ts';

export type Certification = Terms['certification'];

/** What this node asks of every dataset, whatever its terms say. */
export async function defaultCertification(db: Db): Promise<Certification> {
  const { rows } = await run(db, 'select certification from access.default_certification');
  return (rows[0]?.['certification'] as Certification | undefined) ?? 'none';
}

export const writeDefaultCertification = (trx: Db, certification: Certification) =>
  run(trx, 'insert into access.default_certification (certification) values ($1) on conflict (only_row) do update set certification = excluded.certification', [certification]);

/** The kind of resource that is certified. What nobody says the kind of counts as one. */
export const CERTIFIED_KIND = 'dataset';

/** The terms as this node applies them: it may ask for a certificate where they do not, never the other way round. */
export const termsHere = (terms: Terms, kind: string | undefined, byDefault: Certification): Terms =>
  byDefault === 'required' && terms.certification === 'none' && (kind === undefined || kind === CERTIFIED_KIND) ? { ...terms, certification: 'required' } : terms;
