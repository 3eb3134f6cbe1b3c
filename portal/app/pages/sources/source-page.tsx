import type { ApiHarvests, ApiQualitySummary, ApiSources } from '@biotope/node/contract';
import { data, Link, useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { load, query, segment } from '../../api/load.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { Command } from '../../parts/copy-button.tsx';
import { OutLink } from '../../parts/out-link.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { CountedAt, FindingCounts, MetricCounts } from '../../parts/quality/summary-tables.tsx';
import { HarvestTable } from '../harvests/harvest-table.tsx';

export async function loader({ params, context }: LoaderFunctionArgs) {
  const id = params['id'] ?? '';
  const [sources, harvests] = await Promise.all([load<ApiSources>(context, '/api/v1/sources'), load<ApiHarvests>(context, `/api/v1/harvests${query({ source: id, limit: 10 })}`)]);
  const source = sources.items.find((it) => it.id === id);
  if (!source) throw data(null, { status: 404 });
  const quality = await load<ApiQualitySummary>(context, `/api/v1/sources/${segment(id)}/quality`);
  const standard = source.origin === 'standard' ? undefined : sources.items.find((it) => it.origin === 'standard' && it.id === source.standard);
  return { source, standard, harvests, quality };
}

export default function SourcePage() {
  const { source, standard, harvests, quality } = useLoaderData<typeof loader>();
  const { t, say, format } = useWords();
  return (
    <>
      <PageTitle>{say(source.title)}</PageTitle>
      <p className="crumbs">
        <Link to="/sources">{t.sources.title}</Link>
      </p>
      <h1>
        <Said of={source.title} />
      </h1>
      <p className="lead">
        <Said of={source.description} />
      </p>
      <dl className="facts block">
        <dt>{t.sources.records}</dt>
        <dd>
          {format.number(source.records)} · <Link to={`/search${query({ source: source.id })}`}>{t.sources.resources}</Link>
        </dd>
        <dt>{t.sources.homepage}</dt>
        <dd>
          <OutLink to={source.homepage} />
        </dd>
        <dt>{t.sources.licence}</dt>
        <dd>{source.licence?.url ? <OutLink to={source.licence.url}>{source.licence.name}</OutLink> : (source.licence?.name ?? t.sources.licenceOfEach)}</dd>
        {standard && (
          <>
            <dt>{t.sources.standard}</dt>
            <dd>
              <Link to={`/sources/${standard.id}`}>
                <Said of={standard.title} />
              </Link>
            </dd>
          </>
        )}
        <dt>{t.sources.address}</dt>
        <dd>{source.address ? <OutLink to={source.address} /> : source.origin !== 'removed' && <span className="quiet">{t.sources.noAddress}</span>}</dd>
        <dt>{t.sources.schedule}</dt>
        <dd>{source.schedule ? <code>{source.schedule}</code> : t.sources.byHand}</dd>
      </dl>
      {source.origin === 'removed' ? (
        <p className="block quiet">{t.sources.removedText}</p>
      ) : (
        <section className="block">
          <h2>{source.lastHarvest ? t.sources.command : t.sources.commandHarvest}</h2>
          <p className="quiet">{t.sources.commandText}</p>
          <Command>{`npm run --silent biotope -- harvest ${source.id}${source.address ? '' : ` ${t.sources.commandFile}`}`}</Command>
        </section>
      )}
      <section className="block">
        <div className="heading-row">
          <h2>{t.sources.harvests}</h2>
          {harvests.next && (
            <Link className="small" to={`/harvests${query({ source: source.id })}`}>
              {t.showAll(harvests.total)}
            </Link>
          )}
        </div>
        <HarvestTable harvests={harvests.items} />
      </section>
      <section className="block" id="quality">
        <h2>{t.quality.title}</h2>
        <CountedAt summary={quality} />
        {quality.resources === 0 ? (
          <p className="quiet">{t.quality.none}</p>
        ) : (
          <div className="stack">
            <FindingCounts summary={quality} source={source.id} />
            <MetricCounts summary={quality} source={source.id} />
          </div>
        )}
      </section>
    </>
  );
}
