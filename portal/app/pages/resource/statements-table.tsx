import { Form } from 'react-router';
import type { FieldName, FieldStatements, LanguageMap, Statement } from '../../api/contract.ts';
import type { Words } from '../../language/en.ts';
import { inLanguage, Said, useWords } from '../../language/use-words.tsx';
import { IconCheck, IconDiffers } from '../../look/icons.ts';
import { FieldValue } from '../../parts/field-value/field-value.tsx';

/** A record that describes the resource. */
export interface Speaker {
  source: string;
  record: string;
  title: LanguageMap;
}

/** Sources name some things that a resource itself does not show. */
export const nameOfField = (field: string, t: Words): string => t.fields[field as FieldName] ?? t.curation.statements.otherFields[field] ?? field;

/** Every source's entries of these stand together whatever anybody chooses. */
const ALWAYS_TOGETHER = ['identifiers', 'aliases', 'links'];

/** Field by source: what each says, which is shown, and why. On a phone field after field, each value with its source. */
export function StatementsTable({ id, fields, speakers, keeper }: { id: string; fields: readonly FieldStatements[]; speakers: readonly Speaker[]; keeper: boolean }) {
  const { t } = useWords();
  return (
    <div className="wide statements-frame">
      <table className="statements">
        <thead>
          <tr>
            <th className="field-column">{t.curation.statements.field}</th>
            {speakers.map((it) => (
              <th key={`${it.source} ${it.record}`}>
                <Said of={it.title} />
                <div>
                  <code>{it.record}</code>
                </div>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field.field}>
              <th scope="row" className="field-column">
                <FieldHead id={id} field={field} keeper={keeper} />
              </th>
              {speakers.map((it) => (
                <ValueCell
                  key={`${it.source} ${it.record}`}
                  id={id}
                  field={field}
                  speaker={it}
                  said={field.statements.find(({ source, record }) => source === it.source && record === it.record)}
                  keeper={keeper}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FieldHead({ id, field: { field, because, differ, statements }, keeper }: { id: string; field: FieldStatements; keeper: boolean }) {
  const { t } = useWords();
  const words = t.curation.statements;
  const name = nameOfField(field, t);
  return (
    <>
      {name}
      {statements.length > 1 && because !== 'together' && (
        <div className={differ ? 'sameness differs' : 'sameness'}>
          {differ && <IconDiffers className="icon" size={14} stroke={2} aria-hidden />} {differ ? words.differ : words.agree}
        </div>
      )}
      {keeper && because === 'chosen' && (
        <Form method="post" action={`/r/${id}`} preventScrollReset>
          <input type="hidden" name="field" value={field} />
          <button type="submit" className="button small-button">
            {words.policy}
            <span className="visually-hidden">{t.brackets(name)}</span>
          </button>
        </Form>
      )}
    </>
  );
}

function ValueCell({ id, field, speaker, said, keeper }: { id: string; field: FieldStatements; speaker: Speaker; said: Statement | undefined; keeper: boolean }) {
  const { t, language } = useWords();
  const words = t.curation.statements;
  const name = nameOfField(field.field, t);
  const source = inLanguage(speaker.title, language).text;
  const choosable = keeper && said && field.statements.length > 1 && !ALWAYS_TOGETHER.includes(field.field) && !(said.shown && field.because !== 'together');
  return (
    <td className={said?.shown ? 'is-shown' : said ? '' : 'is-silent'}>
      <div className="said-by small quiet">
        <Said of={speaker.title} /> <code>{speaker.record}</code>
      </div>
      {said ? <FieldValue field={field.field} value={said.value} /> : <span className="quiet">{words.silent}</span>}
      {said?.shown && (
        <p className="shown-mark small">
          <IconCheck className="icon" size={14} stroke={2.2} aria-hidden /> {field.because !== 'together' && words.shown + t.comma}
          {words.because[field.because]}
        </p>
      )}
      {choosable && (
        <Form method="post" action={`/r/${id}`} preventScrollReset>
          <input type="hidden" name="field" value={field.field} />
          <input type="hidden" name="source" value={speaker.source} />
          <input type="hidden" name="record" value={speaker.record} />
          <button type="submit" className="button small-button">
            {words.choose}
            <span className="visually-hidden">{t.brackets(name + t.comma + source)}</span>
          </button>
        </Form>
      )}
    </td>
  );
}
