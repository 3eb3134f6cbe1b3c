import { Link } from 'react-router';
import { query } from '../../../api/load.ts';
import { Said, useWords } from '../../../language/use-words.tsx';
import { NodeLink } from '../../../parts/node-link.tsx';
import { LINKS_SHOWN } from '../load-page.ts';
import type { Section } from './section.ts';

export const links: Section = {
  id: 'links',
  title: (t) => t.resource.linksTitle,
  fields: [],
  shown: () => true,
  Body({ page: { resource, links: answer } }) {
    const { t, format } = useWords();
    if (answer.total === 0) return <p className="quiet">{t.resource.noLinks}</p>;
    return (
      <div className="link-groups">
        {answer.groups.map((group) => {
          const items = answer.items.filter((item) => item.predicate === group.predicate && item.direction === group.direction).slice(0, LINKS_SHOWN);
          return (
            <section key={`${group.predicate} ${group.direction}`}>
              <h3>
                {t.predicates[group.predicate][group.direction]} <span className="quiet">{format.number(group.count)}</span>
              </h3>
              <ul className="plain-list">
                {items.map((item) => (
                  <li key={item.node.id} title={item.source}>
                    <NodeLink node={item.node} />
                    {item.node.kind && <span className="quiet small"> {t.kinds[item.node.kind]}</span>}
                  </li>
                ))}
              </ul>
              {group.count > items.length && (
                <Link className="small" to={`/r/${resource.id}/links${query({ predicate: group.predicate, direction: group.direction })}`}>
                  {t.showAll(group.count)}
                  <span className="visually-hidden">
                    : <Said of={group.label} />
                  </span>
                </Link>
              )}
            </section>
          );
        })}
      </div>
    );
  },
};
