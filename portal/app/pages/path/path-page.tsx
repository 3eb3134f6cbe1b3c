import { Link, useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { query } from '../../api/load.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { IconDown } from '../../look/icons.ts';
import { NodeLink } from '../../parts/node-link.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { ResourceLink } from '../../parts/resource-link.tsx';
import { findPath } from './find-path.ts';

export function loader({ request, context }: LoaderFunctionArgs) {
  return findPath(context, new URL(request.url).searchParams);
}

/** The shortest chain of links between two resources, each step a sentence. */
export default function PathPage() {
  const { from, to, unsure, path } = useLoaderData<typeof loader>();
  const { t, say } = useWords();
  const ends = path?.found ? [path.nodes[0], path.nodes.at(-1)] : [];
  return (
    <>
      <PageTitle>{ends.length ? `${ends.map((end) => say(end?.label)).join(' → ')} – ${t.path.title}` : t.path.title}</PageTitle>
      <h1>{t.path.title}</h1>
      <p className="lead">{t.path.lead}</p>
      <form className="path-form" action="/path" method="get">
        <label htmlFor="from">{t.from}</label>
        <input key={`from ${from}`} id="from" name="from" type="text" defaultValue={from} placeholder={t.path.hint} required />
        <label htmlFor="to">{t.to}</label>
        <input key={`to ${to}`} id="to" name="to" type="text" defaultValue={to} placeholder={t.path.hint} required />
        <button type="submit" className="button main">
          {t.path.find}
        </button>
        {from && to && (
          <Link className="button" to={`/path${query({ from: to, to: from })}`}>
            {t.path.reverse}
          </Link>
        )}
      </form>

      {unsure.map((end) => (
        <section key={end.name} className="block">
          <h2>{end.choices.length ? t.path.which(end.typed) : t.path.nothingCalled(end.typed)}</h2>
          <ul className="plain-list">
            {end.choices.map((choice) => (
              <li key={choice.id}>
                <NodeLink node={choice} to={`/path${query(end.name === 'from' ? { from: choice.id, to } : { from, to: choice.id })}`} />{' '}
                <span className="quiet small">{choice.kind ? t.kinds[choice.kind] : t.term.branches[choice.branch ?? '']}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}

      {path && !path.found && (
        <div className="banner calm" role="status">
          {t.path.none} <span lang="en">{path.searched}</span>
        </div>
      )}
      {path?.found && (
        <section className="block">
          <h2 aria-live="polite">{t.path.steps(path.steps.length)}</h2>
          <ol className="path">
            {path.nodes.map((node, i) => {
              const step = path.steps[i];
              return (
                <li key={node.id}>
                  <div className="path-node">
                    {node.type === 'resource' && node.category && node.kind ? (
                      <ResourceLink resource={{ id: node.id, category: node.category, kind: node.kind, title: node.label }} />
                    ) : (
                      <NodeLink node={node} />
                    )}
                  </div>
                  {step && (
                    <p className="path-step">
                      <IconDown className="icon" size={15} aria-hidden /> <Said of={step.sentence} />{' '}
                      <Link className="small quiet" to={`/sources/${step.source}`}>
                        {step.source}
                      </Link>
                    </p>
                  )}
                </li>
              );
            })}
          </ol>
        </section>
      )}
    </>
  );
}
