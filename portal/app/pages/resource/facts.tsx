import type { ApiResource } from '@biotope/node/contract';
import { Link } from 'react-router';
import { query } from '../../api/load.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { Copyable } from '../../parts/copy-button.tsx';
import { Day } from '../../parts/day.tsx';
import { SourceLink } from '../../parts/source-link.tsx';
import type { ResourcePage } from './load-page.ts';

/** What one wants to know or copy at a glance. */
export function Facts({ page: { resource } }: { page: ResourcePage }) {
  const { t, format } = useWords();
  return (
    <section className="panel" aria-labelledby="facts">
      <h2 id="facts">{t.resource.facts}</h2>
      <dl className="facts small">
        <dt>{t.resource.identifier}</dt>
        <dd>
          <Copyable text={resource.id} what={t.resource.identifier} />
          {resource.identifiers.map((it) => (
            <div key={it}>
              <Copyable text={it} what={t.resource.identifier} />
            </div>
          ))}
        </dd>
        <dt>{t.resource.address}</dt>
        <dd>
          <Copyable text={resource.url} what={t.resource.address} />
        </dd>
        <dt>{t.fields.licence}</dt>
        <dd>
          <LicenceName licence={resource.licence} />
        </dd>
        {resource.access?.level && (
          <>
            <dt>{t.fields.access}</dt>
            <dd>{t.accessLevels[resource.access.level]}</dd>
          </>
        )}
        {resource.provider && (
          <>
            <dt>{t.resource.provider}</dt>
            <dd>
              <Link to={`/search${query({ provider: resource.provider.id })}`}>
                <Said of={resource.provider.name} />
              </Link>
            </dd>
          </>
        )}
        {resource.version && (
          <>
            <dt>{t.resource.version}</dt>
            <dd>{resource.version}</dd>
          </>
        )}
        <dt>{t.resource.changedHere}</dt>
        <dd>
          <Day at={resource.updated} />
        </dd>
        <dt>{t.resource.source}</dt>
        <dd>
          {resource.sources.map((source) => (
            <div key={`${source.source} ${source.record}`}>
              <SourceLink source={source.source}>
                <Said of={source.title} />
              </SourceLink>
            </div>
          ))}
        </dd>
        {resource.popularity !== undefined && (
          <>
            <dt>{t.fields.popularity}</dt>
            <dd>{format.number(resource.popularity)}</dd>
          </>
        )}
        <dt>{t.resource.download}</dt>
        <dd>
          <a href={`/api/v1/resources/${resource.id}`}>{t.json}</a>
        </dd>
      </dl>
    </section>
  );
}

/** A source may state a whole paragraph as its licence: that stands in its own section. */
const LONG = 60;

function LicenceName({ licence }: { licence: ApiResource['licence'] }) {
  const { t } = useWords();
  if (!licence) return <span className="quiet">{t.unknown}</span>;
  const name = licence.id ?? licence.name ?? licence.url ?? '';
  return name.length <= LONG ? <>{name}</> : <a href="#licence">{`${name.slice(0, LONG - 10)}…`}</a>;
}
