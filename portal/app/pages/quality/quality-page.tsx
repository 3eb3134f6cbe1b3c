import type { ApiQualitySummary } from '@biotope/node/contract';
import { useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { load } from '../../api/load.ts';
import { useWords } from '../../language/use-words.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { CountedAt, FindingCounts, MetricCounts } from '../../parts/quality/summary-tables.tsx';

export const loader = ({ context }: LoaderFunctionArgs) => load<ApiQualitySummary>(context, '/api/v1/quality');

export default function QualityPage() {
  const summary = useLoaderData<typeof loader>();
  const { t } = useWords();
  return (
    <>
      <PageTitle>{t.quality.summaryTitle}</PageTitle>
      <h1>{t.quality.summaryTitle}</h1>
      <p className="lead">{t.quality.summaryLead}</p>
      <CountedAt summary={summary} />
      <section className="block">
        <FindingCounts summary={summary} />
      </section>
      <section className="block">
        <h2>FAIR</h2>
        <MetricCounts summary={summary} />
      </section>
    </>
  );
}
