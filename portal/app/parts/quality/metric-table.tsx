import type { ApiResourceQuality } from '@biotope/node/contract';
import { Said, useWords } from '../../language/use-words.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { VerdictMark } from './verdict-mark.tsx';

type Metric = ApiResourceQuality['metrics'][number];

/** Every metric: its verdict and why, with the evidence and what would fix it. */
export function MetricTable({ metrics }: { metrics: readonly Metric[] }) {
  const { t } = useWords();
  return (
    <ol className="metrics">
      {metrics.map((it) => (
        <li key={it.metric}>
          <div className="metric-head">
            <VerdictMark verdict={it.verdict} />
            <code title={it.later.filter((name) => name !== it.metric).join(', ') || undefined}>{it.metric}</code>
          </div>
          <div>
            <p className="metric-name">
              <Said of={it.name} />
            </p>
            <p className="small">
              <Said of={it.because} />
              {t.quality.earnedBy[it.earnedBy] && it.verdict !== 'not-applicable' && <span className="quiet">{t.brackets(t.quality.earnedBy[it.earnedBy])}</span>}
            </p>
            {it.fix && (
              <p className="small metric-fix">
                {t.quality.fix}: <Said of={it.fix} />
              </p>
            )}
            {it.evidence.length > 0 && (
              <details className="small">
                <summary className="quiet">{t.quality.evidence}</summary>
                <EvidenceList evidence={it.evidence} />
              </details>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
