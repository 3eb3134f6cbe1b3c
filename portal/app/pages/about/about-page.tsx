import type { ApiNode } from '@biotope/node/contract';
import { Link, useLoaderData, type LoaderFunctionArgs } from 'react-router';
import type { Predicate } from '../../api/contract.ts';
import { load, query } from '../../api/load.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { Day } from '../../parts/day.tsx';
import { CategoryIcon } from '../../parts/kind-mark.tsx';
import { OutLink } from '../../parts/out-link.tsx';
import { PageTitle } from '../../parts/page-title.tsx';

export function loader({ context }: LoaderFunctionArgs) {
  return load<ApiNode>(context, '/api/v1/node');
}

export default function AboutPage() {
  const node = useLoaderData<typeof loader>();
  const { t, say, format, language } = useWords();
  return (
    <>
      <PageTitle>{t.about.title}</PageTitle>
      <p className="crumbs">{t.about.title}</p>
      <h1>
        <Said of={node.name} />
      </h1>
      <p className="lead">
        <Said of={node.description} />
      </p>
      <div className="about-columns">
        <div>
          <section className="block">
            <h2>{t.home.holds}</h2>
            <dl className="facts">
              <dt>{t.sources.records}</dt>
              <dd>{[t.resources(node.resources), t.links(node.links), `${format.number(node.terms)} ${t.home.terms}`].join(t.comma)}</dd>
              <dt>{t.sources.title}</dt>
              <dd>
                <Link to="/sources">{format.number(node.sources.length)}</Link>
              </dd>
              <dt>{t.about.operator}</dt>
              <dd>{node.organisation ? <Organisation name={say(node.organisation.name)} url={node.organisation.url} /> : t.unknown}</dd>
              {node.contact && (
                <>
                  <dt>{t.about.contact}</dt>
                  <dd>{node.contact.includes('@') ? <a href={`mailto:${node.contact}`}>{node.contact}</a> : <OutLink to={node.contact} />}</dd>
                </>
              )}
              <dt>{t.about.address}</dt>
              <dd>
                <code>{node.url}</code>
              </dd>
              <dt>{t.about.languages}</dt>
              <dd>{node.languages.map((it) => t.term.languages[it] ?? it).join(language === 'zh' ? '、' : ', ')}</dd>
              <dt>{t.about.software}</dt>
              <dd>{t.about.softwareText}</dd>
              <dt>{t.about.version}</dt>
              <dd>
                {node.version}
                {t.comma}
                {t.about.started} <Day at={node.started} />
              </dd>
            </dl>
          </section>
          <section className="block">
            <h2>{t.about.ranking}</h2>
            <div className="prose">
              {t.about.rankingText.map((text) => (
                <p key={text}>{text}</p>
              ))}
            </div>
          </section>
          <section className="block">
            <h2>{t.about.predicates}</h2>
            <p className="quiet">{t.about.predicatesText}</p>
            <div className="wide">
              <table>
                <thead>
                  <tr>
                    <th>{t.graph.predicate}</th>
                    <th>{t.about.forward}</th>
                    <th>{t.about.backward}</th>
                  </tr>
                </thead>
                <tbody>
                  {(Object.keys(t.predicates) as Predicate[]).map((name) => (
                    <tr key={name}>
                      <th scope="row">
                        <code>{name}</code>
                      </th>
                      <td>{t.predicates[name].out}</td>
                      <td>{t.predicates[name].in}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </section>
        </div>
        <div>
          <section className="block">
            <h2>{t.about.categories}</h2>
            <ul className="plain-list">
              {node.categories.map(({ value, count }) => (
                <li key={value}>
                  <CategoryIcon category={value} />{' '}
                  <b>
                    <Link to={`/search${query({ category: value })}`}>{t.categories[value]}</Link>
                  </b>{' '}
                  <span className="quiet">{format.number(count)}</span>
                  <div className="small quiet">{t.categoryMeanings[value]}</div>
                </li>
              ))}
            </ul>
          </section>
          <section className="block">
            <h2>{t.about.doors}</h2>
            <p className="quiet">{t.about.doorsText}</p>
            <dl className="facts">
              {t.about.doorRows.map(([address, what]) => (
                <div key={address} className="contents">
                  <dt>{what}</dt>
                  <dd>
                    <a href={address}>
                      <code>{address}</code>
                    </a>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
          <section className="block">
            <h2>{t.about.standards}</h2>
            <dl className="facts">
              {t.about.standardRows.map(([name, use]) => (
                <div key={name} className="contents">
                  <dt>{name}</dt>
                  <dd>{use}</dd>
                </div>
              ))}
            </dl>
          </section>
        </div>
      </div>
    </>
  );
}

const Organisation = ({ name, url }: { name: string; url: string | undefined }) => (url ? <OutLink to={url}>{name}</OutLink> : <>{name}</>);
