import { Link } from 'react-router';
import { Said, useWords } from '../../language/use-words.tsx';
import { HealthMark } from './health-mark.tsx';
import { radiusOf, ringOf } from './layout.ts';
import { nodeAddress, sizeOf, type EcosystemNode } from './shapes.ts';
import type { Branch, Tree } from './tree.ts';

const BOX = 44;

/** The same picture where there is no room for one: an indented list with a ring for each node. */
export function TreeList({ tree }: { tree: Tree }) {
  const most = sizeOf(tree.root.node).total;
  return (
    <ul className="eco-tree">
      {tree.above.map(({ node }) => (
        <li key={node.id}>
          <TreeRow node={node} most={most} />
        </li>
      ))}
      <TreeBranch branch={tree.root} most={most} />
    </ul>
  );
}

function TreeBranch({ branch, most }: { branch: Branch; most: number }) {
  return (
    <li>
      <TreeRow node={branch.node} most={most} />
      {branch.members.length > 0 && (
        <ul>
          {branch.members.map((member) => (
            <TreeBranch key={member.node.id} branch={member} most={most} />
          ))}
        </ul>
      )}
    </li>
  );
}

function TreeRow({ node, most }: { node: EcosystemNode; most: number }) {
  const { t } = useWords();
  const size = sizeOf(node);
  return (
    <div className="eco-row">
      <Ring node={node} radius={radiusOf(size.total, most, BOX / 2 - 2, 4)} box={BOX} />
      <div>
        <Link to={nodeAddress(node.id)}>
          <Said of={node.name} />
        </Link>{' '}
        <span className="small quiet">{node.place === 'self' ? t.federation.here : node.place === 'above' ? t.federation.above : t.federation.levels[node.level]}</span>
        <div className="small">
          {node.place !== 'above' && t.resources(size.total)} {(node.direct || node.health !== 'unknown') && <HealthMark health={node.health} />}
        </div>
      </div>
    </div>
  );
}

/** What a node holds, as a ring in a box of its own. */
function Ring({ node, radius, box }: { node: EcosystemNode; radius: number; box: number }) {
  const size = sizeOf(node);
  return (
    <svg className="eco-ring" width={box} height={box} viewBox={`${-box / 2} ${-box / 2} ${box} ${box}`} aria-hidden="true">
      {size.total === 0 ? (
        <circle className={node.place === 'above' ? 'eco-hub' : 'eco-empty'} r={radius} />
      ) : (
        ringOf(size, radius).map(({ value, path }) => <path key={value} className={`eco-segment c-${value}`} d={path} />)
      )}
    </svg>
  );
}
