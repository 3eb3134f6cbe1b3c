import type { ApiQualityList, ApiQualitySummary, ApiSources } from '@biotope/node/contract';
import { Link, useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { load, query } from '../../api/load.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Paging } from '../../parts/paging.tsx';
import { VerdictMark } from '../../parts/quality/verdict-mark.tsx';
import { ResourceLink } from '../../parts/resource-link.tsx';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams;
  const asked = { source: search.get('source'), metric: search.get('metric'), verdict: search.get('verdict'), finding: search.get('finding') };
  const [list, summary, sources] = await Promise.all([
    load<ApiQualityList>(context, `/api/v1/quality/resources${query({ ...asked, cursor: search.get('cursor'), limit: 50 })}`),
    load<ApiQualitySummary>(context, '/api/v1/quality'),
    load<ApiSources>(context, '/api/v1/sources'),
  ]);
  const verdict: 'partly' | 'fails' | undefined = asked.verdict === 'partly' || asked.verdict === 'fails' ? asked.verdict : undefined;
  return {
    list,
    verdict,
    metric: summary.metrics.find(({ metric }) => metric === asked.metric),
    finding: summary.findings.find(({ finding }) => finding === asked.finding),
    source: sources.items.find(({ id }) => id === asked.source),
  };
}

export default function ToMendPage() {
  const { list, verdict, metric, finding, source } = useLoaderData<typeof loader>();
  const { t, say } = useWords();
  const title = finding ? say(finding.title) : metric ? metric.metric : t.quality.listTitle;
  return (
    <>
      <PageTitle>{title}</PageTitle>
      <p className="crumbs">{source ? <Link to={`/sources/${source.id}#quality`}>{say(source.title)}</Link> : <Link to="/quality">{t.quality.wholeNode}</Link>}</p>
      <div className="heading-row">
        <h1>{title}</h1>
        {verdict && <VerdictMark verdict={verdict} />}
      </div>
      {metric && (
        <p className="lead">
          <Said of={metric.name} />
        </p>
      )}
      {list.items.length === 0 && <p className="block quiet">{t.quality.listEmpty}</p>}
      <ul className="block ruled">
        {list.items.map((it) => (
          <li key={it.id}>
            <ResourceLink resource={it} />
          </li>
        ))}
      </ul>
      <Paging next={list.next} />
    </>
  );
}
