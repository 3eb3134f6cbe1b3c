import type { ApiDataUseTerms } from '@biotope/node/contract';
import { useWords } from '../../language/use-words.tsx';
import type { EditedTerms } from './read-terms-form.ts';

/** Beside those there are, so many empty lines. */
const EMPTY = 3;

type Known = ApiDataUseTerms['items'];

/** One line a condition: which, and what it is limited to. */
export function ConditionLines({ conditions, dataUse }: { conditions: NonNullable<EditedTerms['conditions']>; dataUse: Known }) {
  const { t } = useWords();
  const words = t.stewardship.terms;
  const lines = [...conditions, ...Array.from({ length: EMPTY }, () => ({ term: '', values: [] as string[] }))];
  return (
    <div className="stack" role="group" aria-label={words.conditions}>
      {lines.map(({ term, values }, line) => (
        // oxlint-disable-next-line react/no-array-index-key -- lines have no other name than their place
        <div key={line} className="row">
          <div className="field">
            <label htmlFor={`term-${line}`} className="small quiet">
              {words.condition(line + 1)}
            </label>
            <TermChoice line={line} term={term} dataUse={dataUse} />
          </div>
          <div className="field">
            <label htmlFor={`values-${line}`} className="small quiet">
              {words.values}
              <span className="visually-hidden"> ({words.condition(line + 1)})</span>
            </label>
            <input id={`values-${line}`} name={`values-${line}`} type="text" defaultValue={values.join('; ')} autoComplete="off" aria-describedby="values-hint" />
          </div>
        </div>
      ))}
      <p id="values-hint" className="small quiet">
        {words.valuesHint} {words.more}
      </p>
    </div>
  );
}

function TermChoice({ line, term, dataUse }: { line: number; term: string; dataUse: Known }) {
  const { t, say } = useWords();
  const words = t.stewardship.terms;
  const known = dataUse.find(({ id, shorthand }) => id === term || shorthand === term.toUpperCase());
  const option = ({ id, shorthand, label }: Known[number]) => (
    <option key={id} value={id}>
      {shorthand} – {say(label)}
    </option>
  );
  return (
    <select id={`term-${line}`} name={`term-${line}`} defaultValue={known?.id ?? term}>
      <option value="">{words.noCondition}</option>
      <optgroup label={words.permissions}>{dataUse.filter(({ type }) => type === 'permission').map(option)}</optgroup>
      <optgroup label={words.modifiers}>{dataUse.filter(({ type }) => type === 'modifier').map(option)}</optgroup>
      {term !== '' && !known && <option value={term}>{term}</option>}
    </select>
  );
}
