import { Link } from 'react-router';
import { Said, useWords } from '../../language/use-words.tsx';
import { IconDiffers, IconSame } from '../../look/icons.ts';
import { Minute } from '../../parts/day.tsx';
import { HealthMark } from './health-mark.tsx';
import { nodeAddress, sizeOf, type EcosystemNode } from './shapes.ts';
import { flat, type Tree } from './tree.ts';

/** Whether what is here is what is there, byte for byte. */
export function DigestMark({ equal }: { equal: boolean | null }) {
  const words = useWords().t.federation;
  if (equal === null) return <span className="quiet">–</span>;
  const Icon = equal ? IconSame : IconDiffers;
  return (
    <span className={equal ? 'digest' : 'digest differs'}>
      <Icon size={16} aria-hidden /> {equal ? words.equal : words.differs}
    </span>
  );
}

/** Deeper ones are set in no further. */
const DEEPEST = 4;

/** Every node below this one in words and figures. */
export function MembersTable({ tree }: { tree: Tree }) {
  const { t, format } = useWords();
  const words = t.federation;
  const number = (value: number | null) => (value === null ? <span className="quiet">–</span> : format.number(value));
  return (
    <div className="wide">
      <table className="members">
        <thead>
          <tr>
            <th>{words.name}</th>
            <th>{words.level}</th>
            <th>{words.role}</th>
            <th className="number">{words.resources}</th>
            <th>{words.state}</th>
            <th>{words.lastSuccess}</th>
            <th className="number">{words.lag}</th>
            <th className="number">{words.hereThere}</th>
            <th>{words.digest}</th>
          </tr>
        </thead>
        <tbody>
          {flat(tree.root).map(({ branch: { node, edge }, depth }) => (
            <tr key={node.id}>
              <th scope="row" className={`depth-${Math.min(depth, DEEPEST)}`}>
                <Link to={nodeAddress(node.id)}>
                  <Said of={node.name} />
                </Link>
                {node.place === 'self' && <span className="small quiet"> {words.here}</span>}
                {node.problem && (
                  <div className="small bad-text">
                    <Said of={node.problem} />
                  </div>
                )}
              </th>
              <td className="nowrap">{words.levels[node.level]}</td>
              <td className="nowrap">{edge?.role ? words.roles[edge.role] : <span className="quiet">–</span>}</td>
              <td className="number">{number(sizeOf(node).total)}</td>
              <td className="nowrap">{node.place === 'self' ? <span className="quiet">–</span> : <State node={node} />}</td>
              <td className="nowrap">{node.lastSuccess ? <Minute at={node.lastSuccess} /> : <span className="quiet">–</span>}</td>
              <td className="number">{node.lag === null ? <span className="quiet">–</span> : format.duration(Math.max(0, node.lag) / 1_000)}</td>
              <td className="number">
                {node.here === null && node.there === null ? (
                  <span className="quiet">–</span>
                ) : (
                  <>
                    {number(node.here)} / {number(node.there)}
                  </>
                )}
              </td>
              <td className="nowrap">
                <DigestMark equal={node.digestEqual} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A member of a member is seen through its hub alone. */
function State({ node }: { node: EcosystemNode }) {
  const words = useWords().t.federation;
  if (!node.direct && node.health === 'unknown') return <span className="quiet">{words.throughHub}</span>;
  return (
    <>
      <HealthMark health={node.health} />
      {node.toldBy && <div className="small quiet">{words.hubSays}</div>}
    </>
  );
}
