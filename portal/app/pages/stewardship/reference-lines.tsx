import { useWords } from '../../language/use-words.tsx';
import { REFERENCE_TYPES, type EditedTerms } from './read-terms-form.ts';

/** Beside those there are, so many empty lines. */
const EMPTY = 2;

/** One line a reference: an approval, the consent, or why none is needed. */
export function ReferenceLines({ references }: { references: NonNullable<EditedTerms['ethics']> }) {
  const { t } = useWords();
  const words = t.stewardship.terms;
  const lines: Partial<NonNullable<EditedTerms['ethics']>[number]>[] = [...references, ...Array.from({ length: EMPTY }, () => ({}))];
  const of = (line: number) => <span className="visually-hidden"> ({words.ethics(line + 1)})</span>;
  return (
    <div className="stack">
      {lines.map((it, line) => (
        // oxlint-disable-next-line react/no-array-index-key -- lines have no other name than their place
        <div key={line} className="row references">
          <div className="field">
            <label htmlFor={`reference-type-${line}`} className="small quiet">
              {words.kind}
              {of(line)}
            </label>
            <select id={`reference-type-${line}`} name={`reference-type-${line}`} defaultValue={it.type ?? 'approval'}>
              {REFERENCE_TYPES.map((type) => (
                <option key={type} value={type}>
                  {t.stewardship.access.reference[type]}
                </option>
              ))}
            </select>
          </div>
          <div className="field">
            <label htmlFor={`reference-${line}`} className="small quiet">
              {words.reference}
              {of(line)}
            </label>
            <input id={`reference-${line}`} name={`reference-${line}`} type="text" maxLength={500} defaultValue={it.reference} autoComplete="off" />
          </div>
          <div className="field">
            <label htmlFor={`reference-by-${line}`} className="small quiet">
              {words.by}
              {of(line)}
            </label>
            <input id={`reference-by-${line}`} name={`reference-by-${line}`} type="text" maxLength={500} defaultValue={it.by} autoComplete="off" />
          </div>
          <div className="field">
            <label htmlFor={`reference-until-${line}`} className="small quiet">
              {words.until}
              {of(line)}
            </label>
            <input id={`reference-until-${line}`} name={`reference-until-${line}`} type="date" defaultValue={it.until} />
          </div>
        </div>
      ))}
    </div>
  );
}
