import type { ApiCheckReport } from '@biotope/node/contract';
import { Said, useWords } from '../../language/use-words.tsx';
import { Findings } from '../../parts/quality/findings.tsx';
import { LetterScores } from '../../parts/quality/letter-scores.tsx';
import { MetricTable } from '../../parts/quality/metric-table.tsx';
import { VerdictMark } from '../../parts/quality/verdict-mark.tsx';

type Checked = ApiCheckReport['descriptions'][number];

/** What the node says of a document: each description by itself, and what could not be read. */
export function CheckResult({ report }: { report: ApiCheckReport }) {
  const { t, say } = useWords();
  return (
    <section className="block" aria-live="polite">
      <h2>{t.quality.readAsResult(say(report.standard.title))}</h2>
      {report.rejected.length > 0 && (
        <>
          <h3>{t.quality.rejected}</h3>
          <ul className="ruled">
            {report.rejected.map(({ record, field, reason }) => (
              <li key={`${record} ${field} ${reason}`}>
                <VerdictMark verdict="fails" word={false} /> <code>{record}</code> {field && <code>{field}</code>} {reason}
              </li>
            ))}
          </ul>
        </>
      )}
      {report.descriptions.map((checked) => (
        <CheckedDescription key={checked.record} checked={checked} open={report.descriptions.length === 1} />
      ))}
      {report.total > report.descriptions.length && <p className="quiet">{t.quality.moreDescriptions(report.total - report.descriptions.length)}</p>}
      {report.notes.length > 0 && (
        <>
          <h3>{t.quality.notes}</h3>
          <ul className="bullets small">
            {report.notes.map((note) => (
              <li key={note} lang="en">
                {note}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function CheckedDescription({ checked: { record, title, valid, flaws, unknownTerms, assessment }, open }: { checked: Checked; open: boolean }) {
  const { t } = useWords();
  return (
    <article className="checked stack">
      <h3>{title ? <Said of={title} /> : <code>{record}</code>}</h3>
      <p>
        <VerdictMark verdict={valid ? 'holds' : 'fails'} word={false} /> {valid ? t.quality.valid : t.quality.invalid}
      </p>
      {flaws.length > 0 && (
        <div className="wide">
          <table>
            <thead>
              <tr>
                <th>{t.quality.field}</th>
                <th>{t.quality.reason}</th>
              </tr>
            </thead>
            <tbody>
              {flaws.map(({ pointer, reason }) => (
                <tr key={`${pointer} ${reason}`}>
                  <th scope="row">
                    <code>{pointer}</code>
                  </th>
                  <td lang="en">{reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {unknownTerms.length > 0 && (
        <p className="small">
          {t.quality.unknownTerms} {unknownTerms.map((term) => term.replace(/^[a-z]+:/, '')).join(t.comma)}
        </p>
      )}
      {assessment && (
        <>
          <LetterScores assessment={assessment} />
          <Findings findings={assessment.findings} />
          <details open={open}>
            <summary>{t.quality.metrics(assessment.metrics.length)}</summary>
            <MetricTable metrics={assessment.metrics} />
          </details>
        </>
      )}
    </article>
  );
}
