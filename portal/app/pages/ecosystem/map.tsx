import { Link } from 'react-router';
import { useWords } from '../../language/use-words.tsx';
import { HealthShape } from './health-mark.tsx';
import { cut, layOut, ringOf, type Placed } from './layout.ts';
import { nodeAddress, sizeOf, type EcosystemNode } from './shapes.ts';
import type { Tree } from './tree.ts';

const ROOM = { leaf: 26, below: 21 };

/** The ecosystem drawn from left to right: hubs, this node, groups, platforms. The list and the table say the same in words. */
export function EcosystemMap({ tree, onLook }: { tree: Tree; onLook: (node: EcosystemNode | undefined) => void }) {
  const { t } = useWords();
  const { width, height, nodes, lines } = layOut(tree);
  return (
    <svg className="eco-map" viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="group" aria-label={t.federation.map}>
      {lines.map(({ edge, member, path, beside }) => (
        <path key={`${edge.from} ${edge.to}`} d={path} className={`eco-line ${beside ? 'beside' : `l-${member.health}`}`} />
      ))}
      {nodes.map((placed) => (
        <MapNode key={placed.node.id} placed={placed} onLook={onLook} />
      ))}
    </svg>
  );
}

function MapNode({ placed: { node, x, y, radius, leaf }, onLook }: { placed: Placed; onLook: (node: EcosystemNode | undefined) => void }) {
  const { t, say, format } = useWords();
  const name = say(node.name);
  const size = sizeOf(node);
  const followed = node.direct || node.health !== 'unknown';
  const facts = node.place === 'above' ? t.federation.above : t.resources(size.total);
  const health = followed ? t.federation.health[node.health] : '';
  const lag = followed && node.lag !== null && node.health === 'current' ? ` · ${format.duration(Math.max(0, node.lag) / 1_000)}` : '';
  const below = node.place === 'self' ? t.federation.here : t.federation.levels[node.level];
  const [textX, textY] = leaf ? [radius + 10, -13] : [0, radius + 17];
  return (
    <g transform={`translate(${x} ${y})`}>
      <Link
        className="eco-node"
        to={nodeAddress(node.id)}
        onMouseEnter={() => onLook(node)}
        onMouseLeave={() => onLook(undefined)}
        onFocus={() => onLook(node)}
        onBlur={() => onLook(undefined)}
      >
        <title>{[name, below, facts, health].filter(Boolean).join(' · ')}</title>
        <circle className={node.place === 'self' ? 'eco-halo self' : 'eco-halo'} r={radius + 3} />
        {size.total === 0 ? (
          <circle className={node.place === 'above' ? 'eco-hub' : 'eco-empty'} r={radius} />
        ) : (
          ringOf(size, radius).map(({ value, path }) => <path key={value} className={`eco-segment c-${value}`} d={path} />)
        )}
        {leaf && <rect className="eco-target" x={radius + 4} y={-28} width={300} height={56} />}
        <text className="eco-name" x={textX} y={textY} textAnchor={leaf ? 'start' : 'middle'}>
          {cut(name, leaf ? ROOM.leaf : ROOM.below)}
        </text>
        <text className="eco-fact" x={textX} y={textY + 17} textAnchor={leaf ? 'start' : 'middle'}>
          {leaf || node.place === 'above' ? facts : `${below} · ${facts}`}
        </text>
        {followed && (
          <g transform={leaf ? `translate(${textX} ${textY + 23})` : `translate(${-6 - (health.length + lag.length) * 3.2} ${textY + 23})`}>
            <HealthShape health={node.health} />
            <text className="eco-fact" x="17" y="10">
              {health}
              {lag}
            </text>
          </g>
        )}
      </Link>
    </g>
  );
}
