import type { ApiSources } from '@biotope/node/contract';
import { Fragment } from 'react';
import { Link, useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { load } from '../../api/load.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { Day } from '../../parts/day.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { StateMark } from '../harvests/state-mark.tsx';
import { isHarvested } from './harvested.ts';

export function loader({ context }: LoaderFunctionArgs) {
  return load<ApiSources>(context, '/api/v1/sources');
}

export default function SourcesPage() {
  const { items } = useLoaderData<typeof loader>();
  const { t, format } = useWords();
  const harvested = items.filter(isHarvested);
  const readable = items.filter((source) => !harvested.includes(source));
  return (
    <>
      <PageTitle>{t.sources.title}</PageTitle>
      <h1>{t.sources.title}</h1>
      <p className="lead">{t.sources.lead}</p>
      <p className="actions">
        <Link className="button" to="/quality">
          {t.quality.summaryTitle}
        </Link>
        <Link className="button" to="/check">
          {t.quality.checkTitle}
        </Link>
      </p>
      <div className="wide block">
        <table className="sources">
          <thead>
            <tr>
              <th>{t.sources.name}</th>
              <th className="number">{t.sources.records}</th>
              <th>{t.sources.licence}</th>
              <th>{t.sources.schedule}</th>
              <th>{t.sources.lastHarvest}</th>
            </tr>
          </thead>
          <tbody>
            {harvested.map((source) => (
              <tr key={source.id}>
                <th scope="row">
                  <Link to={`/sources/${source.id}`}>
                    <Said of={source.title} />
                  </Link>
                  {source.origin === 'removed' && <span className="small quiet"> · {t.sources.removed}</span>}
                  <div className="small quiet">
                    <Said of={source.description} />
                  </div>
                </th>
                <td className="number">{format.number(source.records)}</td>
                <td>{source.licence ? (source.licence.id ?? source.licence.name) : t.sources.licenceOfEach}</td>
                <td>{source.schedule ? <code>{source.schedule}</code> : t.sources.byHand}</td>
                <td className="nowrap">
                  {source.lastHarvest ? (
                    <Link to={`/harvests/${source.lastHarvest.id}`}>
                      {source.lastHarvest.started ? <Day at={source.lastHarvest.started} table /> : t.harvestStates[source.lastHarvest.state]}
                    </Link>
                  ) : (
                    <span className="quiet">{source.records > 0 ? '–' : t.sources.never}</span>
                  )}{' '}
                  {source.lastHarvest && source.lastHarvest.state !== 'done' && <StateMark state={source.lastHarvest.state} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {readable.length > 0 && (
        <section className="block" id="standards">
          <h2>{t.sources.more}</h2>
          <p>{t.sources.moreLead}</p>
          <dl className="facts">
            {readable.map((standard) => (
              <Fragment key={standard.id}>
                <dt>
                  <Link to={`/sources/${standard.id}`}>
                    <Said of={standard.title} />
                  </Link>
                </dt>
                <dd>
                  <Said of={standard.description} />
                </dd>
              </Fragment>
            ))}
          </dl>
        </section>
      )}
    </>
  );
}
