import type { ApiNeighbourhood } from '@biotope/node/contract';
import { Link, useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { load, query, segment } from '../../api/load.ts';
import { useWords } from '../../language/use-words.tsx';
import { NodeIcon, nodeAddress } from '../../parts/node-link.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { DrawingFrame } from './drawing-frame.tsx';
import { Filters } from './filters.tsx';
import { Legend } from './legend.tsx';
import { LinkList } from './link-list.tsx';

/** What a drawing shows at once and a reader can still tell apart. */
const LIMIT = 60;

export async function loader({ params, request, context }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams;
  const asked = query({
    hops: search.get('hops') === '2' ? 2 : 1,
    limit: LIMIT,
    predicate: search.get('predicate'),
    kind: search.get('kind'),
  });
  return load<ApiNeighbourhood>(context, `/api/v1/graph/${segment(params['id'] ?? '')}${asked}`);
}

/** The graph around one node, to look at and to walk: a drawing for the eye, a list for everyone. */
export default function GraphPage() {
  const graph = useLoaderData<typeof loader>();
  const { t, say } = useWords();
  const { centre } = graph;
  const shown = graph.nodes.filter((node) => node.id !== centre.id).length;
  const all = graph.counts.reduce((sum, it) => sum + it.count, 0);
  return (
    <>
      <PageTitle>{t.graph.titleOf(say(centre.label))}</PageTitle>
      <p className="crumbs">
        <NodeIcon node={centre} />{' '}
        {centre.kind ? t.kinds[centre.kind] : centre.type === 'organisation' ? t.graph.organisation : (t.term.branches[centre.branch ?? ''] ?? t.graph.term)}
        {centre.type !== 'organisation' && (
          <>
            {' · '}
            <Link to={nodeAddress(centre)}>{t.graph.open}</Link>
          </>
        )}
      </p>
      <h1>{t.graph.titleOf(say(centre.label))}</h1>
      <Filters graph={graph} />
      {graph.truncated && <p className="quiet small">{shown < all ? t.graph.truncated(shown, all) : t.graph.truncatedFar(shown)}</p>}
      <div className="graph-columns">
        <div className="graph-left">
          <DrawingFrame key={centre.id} graph={graph} />
          <Legend />
          <form className="path-form" action="/path" method="get">
            <input type="hidden" name="from" value={centre.id} />
            <label htmlFor="path-to">{t.graph.pathTo}</label>
            <input id="path-to" name="to" type="text" placeholder={t.path.hint} required />
            <button type="submit" className="button">
              {t.graph.pathButton}
            </button>
          </form>
        </div>
        <section aria-labelledby="linked" className="graph-list">
          <h2 id="linked">{t.graph.list}</h2>
          {graph.edges.length === 0 ? <p className="quiet">{t.graph.empty}</p> : <LinkList graph={graph} />}
        </section>
      </div>
    </>
  );
}
