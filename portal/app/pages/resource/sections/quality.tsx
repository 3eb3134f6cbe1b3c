import { useWords } from '../../../language/use-words.tsx';
import { Findings } from '../../../parts/quality/findings.tsx';
import { LetterScores } from '../../../parts/quality/letter-scores.tsx';
import { LinkStates } from '../../../parts/quality/link-states.tsx';
import { MetricTable } from '../../../parts/quality/metric-table.tsx';
import type { Section } from './section.ts';

export const quality: Section = {
  id: 'quality',
  title: (t) => t.quality.title,
  fields: [],
  shown: () => true,
  Body({ page: { quality: report } }) {
    const { t } = useWords();
    const { specification } = report;
    return (
      <div className="stack">
        <LetterScores assessment={report} />
        <Findings findings={report.findings} />
        <details>
          <summary>{t.quality.metrics(report.metrics.length)}</summary>
          <MetricTable metrics={report.metrics} />
          <p className="small quiet">
            {t.quality.specification} {specification.version} <a href={`https://doi.org/${specification.doi}`}>doi:{specification.doi}</a> ·{' '}
            <a href={`/api/v1/resources/${report.id}/quality`}>
              {t.quality.data} ({t.json})
            </a>
          </p>
        </details>
        {report.addresses.length > 0 && (
          <details>
            <summary>
              {t.quality.links}
              {t.brackets(String(report.addresses.length))}
            </summary>
            <LinkStates addresses={report.addresses} />
          </details>
        )}
      </div>
    );
  },
};
