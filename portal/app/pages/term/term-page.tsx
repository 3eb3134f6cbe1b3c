import type { ApiNeighbourhood, ApiTerm } from '@biotope/node/contract';
import { Link, useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { load, query, segment } from '../../api/load.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { Copyable } from '../../parts/copy-button.tsx';
import { graphAddress, NodeLink } from '../../parts/node-link.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Prose } from '../../parts/prose.tsx';
import { TermChips } from '../../parts/term-chip.tsx';

const SHOWN = 24;

export async function loader({ params, context }: LoaderFunctionArgs) {
  const id = segment(params['id'] ?? '');
  const term = await load<ApiTerm>(context, `/api/v1/terms/${id}`);
  const around = await load<ApiNeighbourhood>(context, `/api/v1/graph/${id}?hops=1&limit=${SHOWN}`);
  return { term, around };
}

/** A concept of a vocabulary: its names, its place among the others, and what here is annotated with it. */
export default function TermPage() {
  const { term, around } = useLoaderData<typeof loader>();
  const { t, say, format } = useWords();
  const annotated = around.nodes.filter((node) => node.type === 'resource' && node.id !== term.id);
  const total = around.counts.reduce((sum, it) => sum + it.count, 0);
  const search = term.branch === 'topic' ? query({ topic: term.id }) : query({ q: `"${say(term.label)}"` });
  return (
    <>
      <PageTitle>{say(term.label)}</PageTitle>
      <p className="crumbs">
        {t.term.branches[term.branch] ?? term.branch} · {term.vocabulary}
      </p>
      <div className="heading-row">
        <h1>
          <Said of={term.label} />
        </h1>
        <Copyable text={term.id} what={t.resource.identifier} />
      </div>
      {term.deprecated && (
        <div className="banner">
          {t.term.deprecated}
          {term.replacedByTerms.length > 0 && (
            <>
              {' '}
              {t.term.replacedBy}: <TermChips terms={term.replacedByTerms} />
            </>
          )}
        </div>
      )}
      <div className="term-columns">
        <div>
          {term.definition && (
            <section className="block">
              <h2>{t.term.definition}</h2>
              <div className="prose">
                {Object.entries(term.definition).map(([tag, text]) => (
                  <div key={tag} lang={tag}>
                    <Prose text={text} />
                  </div>
                ))}
              </div>
            </section>
          )}
          <section className="block">
            <h2>{t.term.labels}</h2>
            <dl className="facts">
              {Object.entries(term.label).map(([tag, label]) => (
                <div key={tag} className="contents">
                  <dt>{t.term.languages[tag] ?? tag}</dt>
                  <dd lang={tag}>{label}</dd>
                </div>
              ))}
              {[...Map.groupBy(term.synonyms, (it) => it.type)].map(([type, synonyms]) => (
                <div key={type} className="contents">
                  <dt>{t.term.synonyms + t.brackets(t.term.synonymTypes[type])}</dt>
                  <dd>
                    {synonyms.map((it, i) => (
                      <span key={`${it.language} ${it.text}`} lang={it.language}>
                        {i > 0 && ' · '}
                        {it.text}
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
              {term.extensions.length > 0 && (
                <>
                  <dt>{t.term.extensions}</dt>
                  <dd>
                    <code>{term.extensions.join(', ')}</code>
                  </dd>
                </>
              )}
            </dl>
          </section>
          <section className="block">
            <h2>{t.term.resources}</h2>
            {annotated.length === 0 ? (
              <p className="quiet">{t.term.noResources}</p>
            ) : (
              <ul className="plain-list two-columns">
                {annotated.map((node) => (
                  <li key={node.id}>
                    <NodeLink node={node} />
                  </li>
                ))}
              </ul>
            )}
            <p className="actions">
              <Link className="button" to={`/search${search}`}>
                {t.term.searchAll}
              </Link>
              {total > 0 && (
                <Link className="button" to={graphAddress(term.id)}>
                  {t.term.graph} <span className="quiet">{format.number(total)}</span>
                </Link>
              )}
            </p>
          </section>
        </div>
        <div className="side">
          {(
            [
              ['broader', term.broaderTerms],
              ['narrower', term.narrowerTerms],
            ] as const
          ).map(([name, terms]) => (
            <section key={name} className="panel">
              <h2>{t.term[name]}</h2>
              {terms.length === 0 ? <p className="quiet small">{t.none}</p> : <TermChips terms={terms} />}
            </section>
          ))}
        </div>
      </div>
    </>
  );
}
