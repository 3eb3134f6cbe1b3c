import type { ApiLinks } from '@biotope/node/contract';
import { Link, useLoaderData, useSearchParams, type LoaderFunctionArgs } from 'react-router';
import { loadName } from '../../api/load-name.ts';
import { load, query, segment } from '../../api/load.ts';
import { useWords } from '../../language/use-words.tsx';
import { NodeLink } from '../../parts/node-link.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Paging } from '../../parts/paging.tsx';

const PAGE = 100;

export async function loader({ params, request, context }: LoaderFunctionArgs) {
  const id = params['id'] ?? '';
  const search = new URL(request.url).searchParams;
  const { predicate, direction, cursor } = Object.fromEntries(search);
  const [name, links] = await Promise.all([
    loadName(context, id),
    load<ApiLinks>(context, `/api/v1/resources/${segment(id)}/links${query({ predicate, direction, cursor, limit: PAGE })}`),
  ]);
  return { id, name, links };
}

/** All links of a resource, by how they link: what "show all" opens. */
export default function LinksPage() {
  const { id, name, links } = useLoaderData<typeof loader>();
  const { t, say, format } = useWords();
  const [search] = useSearchParams();
  const title = say(name);
  const chosen = `${search.get('predicate') ?? ''} ${search.get('direction') ?? ''}`;
  return (
    <>
      <PageTitle>{`${t.resource.linksTitle}, ${title}`}</PageTitle>
      <p className="crumbs">
        <Link to={`/r/${id}`}>{title}</Link>
      </p>
      <h1>{t.resource.linksTitle}</h1>
      <ul className="chips choices-row" aria-label={t.graph.predicate}>
        {links.groups.map((group) => (
          <li key={`${group.predicate} ${group.direction}`}>
            <Link
              className="chip"
              aria-current={chosen === `${group.predicate} ${group.direction}` ? 'true' : undefined}
              to={query({ predicate: group.predicate, direction: group.direction })}
            >
              {t.predicates[group.predicate][group.direction]} <span className="quiet">{format.number(group.count)}</span>
            </Link>
          </li>
        ))}
      </ul>
      <div className="wide block">
        <table>
          <thead>
            <tr>
              <th>{t.graph.predicate}</th>
              <th>{t.graph.list}</th>
              <th>{t.graph.kind}</th>
              <th>{t.resource.source}</th>
            </tr>
          </thead>
          <tbody>
            {links.items.map((item) => (
              <tr key={`${item.predicate} ${item.direction} ${item.node.id} ${item.source}`}>
                <td className="quiet">{t.predicates[item.predicate][item.direction]}</td>
                <th scope="row">
                  <NodeLink node={item.node} />
                </th>
                <td className="quiet">{item.node.kind ? t.kinds[item.node.kind] : (t.term.branches[item.node.branch ?? ''] ?? '')}</td>
                <td>
                  <Link to={`/sources/${item.source}`}>{item.source}</Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Paging next={links.next} />
    </>
  );
}
