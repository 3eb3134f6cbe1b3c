import type { ApiNeighbourhood } from '@biotope/node/contract';
import { Link } from 'react-router';
import type { GraphNode } from '../../api/contract.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { graphAddress, NodeIcon, nodeAddress } from '../../parts/node-link.tsx';

/**
 * The same links as the drawing, in words: first those of the centre, grouped by how they link, then those between its
 * neighbours. A name walks on to its own graph.
 */
export function LinkList({ graph }: { graph: ApiNeighbourhood }) {
  const { t, format } = useWords();
  const nodes = new Map([graph.centre, ...graph.nodes].map((node) => [node.id, node]));
  const here = graph.centre.id;
  const near = graph.edges.filter((edge) => edge.from === here || edge.to === here);
  const far = graph.edges.filter((edge) => edge.from !== here && edge.to !== here);
  const groups = Map.groupBy(near, (edge) => `${edge.predicate} ${edge.from === here ? 'out' : 'in'}` as const);
  const countOf = (predicate: string, direction: string) =>
    graph.counts.filter((it) => it.predicate === predicate && it.direction === direction).reduce((sum, it) => sum + it.count, 0);
  return (
    <>
      {[...groups].map(([key, edges]) => {
        const [predicate, direction] = key.split(' ') as [keyof typeof t.predicates, 'out' | 'in'];
        return (
          <section key={key}>
            <h3>
              {t.predicates[predicate][direction]} <span className="quiet">{format.number(Math.max(countOf(predicate, direction), edges.length))}</span>
            </h3>
            <ul>
              {edges.map((edge) => {
                const node = nodes.get(direction === 'out' ? edge.to : edge.from);
                return node && <Row key={`${node.id} ${edge.source}`} node={node} />;
              })}
            </ul>
          </section>
        );
      })}
      {far.length > 0 && (
        <section>
          <h3>
            {t.graph.between} <span className="quiet">{format.number(far.length)}</span>
          </h3>
          <ul className="small">
            {far.map((edge) => {
              const from = nodes.get(edge.from);
              const to = nodes.get(edge.to);
              return (
                from &&
                to && (
                  <li key={`${edge.from} ${edge.predicate} ${edge.to} ${edge.source}`}>
                    <Name node={from} /> <span className="quiet">{t.predicates[edge.predicate].out}</span> <Name node={to} />
                  </li>
                )
              );
            })}
          </ul>
        </section>
      )}
    </>
  );
}

const Name = ({ node }: { node: GraphNode }) => (
  <Link to={graphAddress(node.id)}>
    <Said of={node.label} />
  </Link>
);

function Row({ node }: { node: GraphNode }) {
  const { t, say, format } = useWords();
  return (
    <li className="row">
      <span>
        <NodeIcon node={node} /> <Name node={node} />
      </span>
      {node.degree !== undefined && (
        <span className="quiet small" title={t.links(node.degree)}>
          {format.number(node.degree)}
          <span className="visually-hidden"> {t.graph.linksOf}</span>
        </span>
      )}
      {node.type !== 'organisation' && (
        <Link className="small quiet to-page" to={nodeAddress(node)} aria-label={`${t.graph.open}: ${say(node.label)}`}>
          {t.graph.open}
        </Link>
      )}
    </li>
  );
}
