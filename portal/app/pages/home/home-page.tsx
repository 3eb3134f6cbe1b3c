import type { ApiEcosystem, ApiNode, ApiSearchAnswer, ApiSources } from '@biotope/node/contract';
import { Link, useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { load, query } from '../../api/load.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { Command } from '../../parts/copy-button.tsx';
import { Day } from '../../parts/day.tsx';
import { JsonLd } from '../../parts/json-ld.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { ResourceLink } from '../../parts/resource-link.tsx';
import { SearchBox } from '../../parts/search-box.tsx';
import { isHarvested } from '../sources/harvested.ts';
import { CategoryTable } from './category-table.tsx';

export async function loader({ context }: LoaderFunctionArgs) {
  const [node, recent, sources, bioschemas, ecosystem] = await Promise.all([
    load<ApiNode>(context, '/api/v1/node'),
    load<ApiSearchAnswer>(context, '/api/v1/resources?sort=recency&limit=8'),
    load<ApiSources>(context, '/api/v1/sources'),
    load<object>(context, '/api/v1/node.jsonld'),
    load<ApiEcosystem>(context, '/api/v1/federation/ecosystem'),
  ]);
  const covered = ecosystem.platforms > 0 ? { resources: ecosystem.resources, platforms: ecosystem.platforms, groups: ecosystem.groups } : null;
  return { covered, node, recent: recent.items, sources: sources.items.filter(isHarvested), bioschemas };
}

export default function HomePage() {
  const { node, recent, sources, bioschemas, covered } = useLoaderData<typeof loader>();
  const { t, format, say } = useWords();
  return (
    <>
      <PageTitle>{say(node.name)}</PageTitle>
      <JsonLd data={bioschemas} />
      <section className="home-search">
        <h1>{t.home.title}</h1>
        <p className="lead">{t.home.lead}</p>
        {covered && (
          <p>
            {t.federation.home(covered)} <Link to="/ecosystem">{t.federation.map}</Link>
          </p>
        )}
        <SearchBox id="home-search" large autoFocus />
        <p className="examples small">
          <span className="quiet">{t.home.try}</span>
          {t.home.examples.map((example) => (
            <Link key={example} to={`/search${query({ q: example })}`}>
              {example}
            </Link>
          ))}
        </p>
      </section>

      <div className="home-columns">
        <section className="block">
          <h2>{t.home.categories}</h2>
          <CategoryTable categories={node.categories} kinds={node.kinds} />
        </section>

        <section className="block">
          <h2>{t.home.holds}</h2>
          <p className="node-name">
            <Link to="/about">
              <Said of={node.name} />
            </Link>
          </p>
          <dl className="figures">
            {(
              [
                [node.resources, t.home.resources],
                [node.links, t.home.links],
                [node.terms, t.home.terms],
              ] as const
            ).map(([count, name]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{format.number(count)}</dd>
              </div>
            ))}
          </dl>
          {node.resources === 0 && (
            <div className="banner calm">
              {t.home.emptyNode}
              <Command>{'npm run --silent biotope -- harvest galaxy-codex'}</Command>
            </div>
          )}
          <div className="wide">
            <table>
              <thead>
                <tr>
                  <th>{t.home.sources}</th>
                  <th className="number">{t.sources.records}</th>
                  <th className="number">{t.sources.lastHarvest}</th>
                </tr>
              </thead>
              <tbody>
                {sources.map((source) => (
                  <tr key={source.id}>
                    <th scope="row">
                      <Link to={`/sources/${source.id}`}>
                        <Said of={source.title} />
                      </Link>
                    </th>
                    <td className="number">{format.number(source.records)}</td>
                    <td className="number">
                      {source.lastHarvest?.ended ? <Day at={source.lastHarvest.ended} table /> : <span className="quiet">{source.records > 0 ? '–' : t.sources.never}</span>}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      </div>

      {recent.length > 0 && (
        <section className="block">
          <div className="heading-row">
            <h2>{t.home.recent}</h2>
            <Link className="small" to="/search?sort=recency">
              {t.home.moreRecent}
            </Link>
          </div>
          <ul className="recent">
            {recent.map((resource) => (
              <li key={resource.id}>
                <span className="number quiet small">
                  <Day at={resource.updated} table />
                </span>
                <span>
                  <ResourceLink resource={resource} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
