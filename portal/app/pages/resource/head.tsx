import { Link } from 'react-router';
import { inLanguage, useWords } from '../../language/use-words.tsx';
import { IconExternal, IconGraph } from '../../look/icons.ts';
import { KindMark, StatusMark } from '../../parts/kind-mark.tsx';
import { graphAddress, NodeLink } from '../../parts/node-link.tsx';
import type { ResourcePage } from './load-page.ts';

/** Title, kind, the other language's title, and what must be known before anything else: its status. */
export function Head({ page: { resource, links } }: { page: ResourcePage }) {
  const { t, language } = useWords();
  const { text, tag } = inLanguage(resource.title, language);
  const others = Object.entries(resource.title).filter(([other, it]) => other !== tag && it !== text);
  const successors = links.items.filter((link) => link.predicate === 'replaced-by' && link.direction === 'out');
  return (
    <header>
      <p className="crumbs">
        <Link to={`/search?category=${resource.category}`}>{t.categories[resource.category]}</Link>
      </p>
      <div className="heading-row">
        <h1 lang={tag}>{text}</h1>
        <KindMark category={resource.category} kind={resource.kind} />
        <StatusMark status={resource.status} />
      </div>
      {others.map(([other, title]) => (
        <p key={other} lang={other} className="quiet">
          {title}
        </p>
      ))}
      <p className="actions">
        {resource.homepage && (
          <a className="button" href={resource.homepage}>
            <IconExternal size={16} aria-hidden /> {t.resource.homepage}
          </a>
        )}
        <Link className="button" to={graphAddress(resource.id)}>
          <IconGraph size={16} aria-hidden /> {t.resource.graph}
        </Link>
        <Link className="button" to={`/r/${resource.id}/possibilities`}>
          {t.resource.can}
        </Link>
      </p>
      {resource.status === 'deprecated' && (
        <div className="banner" role="note">
          <b>{t.resource.deprecated}.</b> {resource.statusReason ? <span lang="en">{resource.statusReason}</span> : t.resource.deprecatedText}
          {successors.length > 0 && (
            <p>
              {t.resource.replacedBy}:{' '}
              {successors.map((link) => (
                <span key={link.node.id}>
                  <NodeLink node={link.node} />{' '}
                </span>
              ))}
            </p>
          )}
        </div>
      )}
      {(resource.status === 'draft' || resource.status === 'in-review') && <div className="banner calm">{t.resource.reviewText}</div>}
    </header>
  );
}
