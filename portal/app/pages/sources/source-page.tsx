import type { ApiHarvests, ApiSources } from '@biotope/node/contract';
import { data, Link, useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { load, query } from '../../api/load.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { Command } from '../../parts/copy-button.tsx';
import { OutLink } from '../../parts/out-link.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { HarvestTable } from '../harvests/harvest-table.tsx';

export async function loader({ params, context }: LoaderFunctionArgs) {
  const id = params['id'] ?? '';
  const [sources, harvests] = await Promise.all([load<ApiSources>(context, '/api/v1/sources'), load<ApiHarvests>(context, `/api/v1/harvests${query({ source: id, limit: 10 })}`)]);
  const source = sources.items.find((it) => it.id === id);
  if (!source) throw data(null, { status: 404 });
  return { source, harvests };
}

export default function SourcePage() {
  const { source, harvests } = useLoaderData<typeof loader>();
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
        <dd>{source.licence.url ? <OutLink to={source.licence.url}>{source.licence.name}</OutLink> : source.licence.name}</dd>
        <dt>{t.sources.address}</dt>
        <dd>{source.address ? <OutLink to={source.address} /> : <span className="quiet">{t.sources.noAddress}</span>}</dd>
        <dt>{t.sources.schedule}</dt>
        <dd>{source.schedule ? <code>{source.schedule}</code> : t.sources.byHand}</dd>
      </dl>
      <section className="block">
        <h2>{t.sources.command}</h2>
        <p className="quiet">{t.sources.commandText}</p>
        <Command>{`npm run --silent biotope -- harvest ${source.id}${source.address ? '' : ` ${t.sources.commandFile}`}`}</Command>
      </section>
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
    </>
  );
}
