import type { ApiHarvest, ApiRejections } from '@biotope/node/contract';
import { Link, useLoaderData, type LoaderFunctionArgs } from 'react-router';
import type { Kind } from '../../api/contract.ts';
import { load, query, segment } from '../../api/load.ts';
import { useWords } from '../../language/use-words.tsx';
import { Minute } from '../../parts/day.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { CountsSum } from './counts-sum.tsx';
import { secondsTaken } from './harvest-table.tsx';
import { Progress } from './progress.tsx';
import { Rejections } from './rejections.tsx';
import { StateMark } from './state-mark.tsx';

const PAGE = 50;

export async function loader({ params, request, context }: LoaderFunctionArgs) {
  const at = `/api/v1/harvests/${segment(params['id'] ?? '')}`;
  const cursor = new URL(request.url).searchParams.get('cursor');
  const [harvest, rejections] = await Promise.all([load<ApiHarvest>(context, at), load<ApiRejections>(context, `${at}/rejections${query({ cursor, limit: PAGE })}`)]);
  return { harvest, rejections };
}

/** A harvest's report: what was read and what became of it; while it runs, how far it is. */
export default function HarvestPage() {
  const { harvest, rejections } = useLoaderData<typeof loader>();
  const { t, format } = useWords();
  const kinds = Object.entries(harvest.kinds).toSorted(([, a], [, b]) => b - a);
  return (
    <>
      <PageTitle>{t.harvests.titleOf(harvest.source, harvest.started ? format.isoMinute(harvest.started) : t.harvestStates.queued)}</PageTitle>
      <p className="crumbs">
        <Link to="/harvests">{t.harvests.title}</Link> › <Link to={`/sources/${harvest.source}`}>{harvest.source}</Link>
      </p>
      <div className="heading-row">
        <h1>{t.harvests.titleOf(harvest.source, harvest.started ? format.isoMinute(harvest.started) : t.harvestStates.queued)}</h1>
        <StateMark state={harvest.state} />
      </div>
      {harvest.reason && (
        <p className={harvest.state === 'failed' ? 'banner bad' : 'banner'} lang="en">
          {harvest.reason}
        </p>
      )}
      <Progress harvest={harvest} />
      <CountsSum harvest={harvest} />
      <dl className="facts block">
        <dt>{t.harvests.address}</dt>
        <dd>
          <code className="out">{harvest.address}</code>
        </dd>
        <dt>{t.harvests.by}</dt>
        <dd>
          <code>{harvest.by}</code>
        </dd>
        {harvest.ended && (
          <>
            <dt>{t.harvests.ended}</dt>
            <dd>
              <Minute at={harvest.ended} />
              {harvest.started && t.brackets(format.duration(secondsTaken(harvest.started, harvest.ended)))}
            </dd>
          </>
        )}
        <dt>{t.harvests.linksTitle}</dt>
        <dd>{[`${format.number(harvest.links.stated)} ${t.harvests.stated}`, `${format.number(harvest.links.unresolved)} ${t.harvests.unresolved}`].join(t.comma)}</dd>
        {kinds.length > 0 && (
          <>
            <dt>{t.harvests.kinds}</dt>
            <dd>{kinds.map(([kind, count]) => `${t.kinds[kind as Kind] ?? kind} ${format.number(count)}`).join(' · ')}</dd>
          </>
        )}
      </dl>
      <Rejections rejections={rejections} />
    </>
  );
}
