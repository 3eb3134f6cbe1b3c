import type { ApiQualitySummary } from '@biotope/node/contract';
import { Link } from 'react-router';
import { query } from '../../api/load.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { IconMend } from '../../look/icons.ts';
import { NodeLink } from '../node-link.tsx';
import { VerdictMark } from './verdict-mark.tsx';

interface Scope {
  summary: ApiQualitySummary;
  /** A source's identifier; the whole node where left out. */
  source?: string;
}

const VERDICTS = ['holds', 'partly', 'fails', 'not-applicable'] as const;
const COUNTED = { holds: 'holds', partly: 'partly', fails: 'fails', 'not-applicable': 'notApplicable' } as const;

/** How many resources meet each metric; what does not leads to the list of what is to mend. */
export function MetricCounts({ summary, source }: Scope) {
  const { t, format } = useWords();
  return (
    <div className="wide">
      <table className="metric-counts">
        <thead>
          <tr>
            <th>{t.quality.metric}</th>
            {VERDICTS.map((verdict) => (
              <th key={verdict} className="number">
                <VerdictMark verdict={verdict} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {summary.metrics.map((it) => {
            const applicable = it.counts.holds + it.counts.partly + it.counts.fails;
            return (
              <tr key={it.metric}>
                <th scope="row">
                  <code>{it.metric}</code> <Said of={it.name} />
                  <Share holds={it.counts.holds} partly={it.counts.partly} of={applicable} />
                </th>
                {VERDICTS.map((verdict) => {
                  const n = it.counts[COUNTED[verdict]];
                  const mendable = n > 0 && (verdict === 'partly' || verdict === 'fails');
                  return (
                    <td key={verdict} className="number">
                      {mendable ? (
                        <Link to={`/quality/resources${query({ source, metric: it.metric, verdict })}`}>{format.number(n)}</Link>
                      ) : (
                        <span className={n === 0 ? 'quiet' : undefined}>{format.number(n)}</span>
                      )}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** The shares as a line under the name: the figures beside it say the same. */
function Share({ holds, partly, of }: { holds: number; partly: number; of: number }) {
  const width = (n: number) => (of === 0 ? 0 : (100 * n) / of);
  return (
    <svg className="share" viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden>
      <rect className="share-rest" width="100" height="3" />
      <rect className="share-partly" width={width(holds + partly)} height="3" />
      <rect className="share-holds" width={width(holds)} height="3" />
    </svg>
  );
}

/** What was found beside the metrics, what became of its links, and the deprecated terms its records name. */
export function FindingCounts({ summary, source }: Scope) {
  const { t, format } = useWords();
  const found = summary.findings.filter(({ resources }) => resources > 0);
  return (
    <div className="quality-columns">
      <section>
        <h3>{t.quality.findings}</h3>
        {found.length === 0 && <p className="quiet">{t.quality.noFindings}</p>}
        <ul className="ruled">
          {found.map((it) => (
            <li key={it.finding} className="counted">
              <span>
                <IconMend className="icon finding-icon" size={16} aria-hidden /> <Said of={it.title} />
              </span>
              <Link to={`/quality/resources${query({ source, finding: it.finding })}`}>{format.number(it.resources)}</Link>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3>{t.quality.linkSum}</h3>
        <ul className="ruled">
          {(['alive', 'redirected', 'dead', 'unknown'] as const).map((state) => (
            <li key={state} className="counted">
              <span className={summary.links[state] > 0 ? `link-state link-${state}` : 'link-state quiet'}>{t.quality.linkStates[state]}</span>
              <span>{format.number(summary.links[state])}</span>
            </li>
          ))}
        </ul>
      </section>
      {summary.deprecatedTerms.length > 0 && (
        <section>
          <h3>{t.quality.terms}</h3>
          <ul className="ruled">
            {summary.deprecatedTerms.slice(0, 12).map(({ term, replacement, resources, examples }) => (
              <li key={term.id} className="counted">
                <span>
                  <NodeLink node={{ id: term.id, type: 'term', label: term.label }} />{' '}
                  {replacement ? (
                    <>
                      → <NodeLink node={{ id: replacement.id, type: 'term', label: replacement.label }} />
                    </>
                  ) : (
                    <span className="quiet">{t.brackets(t.quality.nothingReplaces)}</span>
                  )}
                </span>
                {examples[0] ? <Link to={`/r/${examples[0]}#quality`}>{format.number(resources)}</Link> : <span>{format.number(resources)}</span>}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

/** When the counts were made, over how many resources, by which metrics. */
export function CountedAt({ summary }: { summary: ApiQualitySummary }) {
  const { t, format } = useWords();
  const { specification, computed, resources, stale } = summary;
  return (
    <p className="small quiet counted-at">
      {computed ? t.quality.computed(`${format.isoMinute(computed)} UTC`, resources) : t.quality.notYet} {computed && stale && t.quality.stale} · {t.quality.specification}{' '}
      {specification.version} <a href={`https://doi.org/${specification.doi}`}>doi:{specification.doi}</a>
    </p>
  );
}
