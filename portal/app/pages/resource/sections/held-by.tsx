import { Link } from 'react-router';
import { Said, useWords } from '../../../language/use-words.tsx';
import { Day, Minute } from '../../../parts/day.tsx';
import type { Section } from './section.ts';

/** The nodes that describe the resource, where another one does. */
export const heldBy: Section = {
  id: 'held-by',
  title: (t) => t.holders.title,
  fields: [],
  shown: ({ holders }) => holders.length > 0,
  Body({ page: { holders } }) {
    const { t } = useWords();
    const words = t.holders;
    return (
      <div className="stack">
        <p className="quiet">{words.text}</p>
        <div className="wide">
          <table className="held-by">
            <thead>
              <tr>
                <th>{words.node}</th>
                <th>{words.there}</th>
                <th>{words.version}</th>
                <th>{words.said}</th>
                <th>{words.received}</th>
                <th>{words.via}</th>
              </tr>
            </thead>
            <tbody>
              {holders.map((holder) => (
                <tr key={`${holder.node} ${holder.address}`}>
                  <th scope="row">
                    <Link to={holder.here ? '/ecosystem' : `/ecosystem/${encodeURIComponent(holder.node)}`}>
                      <Said of={holder.name} />
                    </Link>
                    {holder.here && <span className="quiet">{t.brackets(words.here)}</span>}
                    {holder.audience === 'group' && <span className="quiet">{t.brackets(words.groupOnly)}</span>}
                  </th>
                  <td>
                    <a href={holder.address}>{hostOf(holder.address)}</a>
                  </td>
                  <td>{holder.version ? words.versionOf(holder.version) : null}</td>
                  <td>{holder.said && <Day at={holder.said} table />}</td>
                  <td>{holder.received && <Minute at={holder.received} />}</td>
                  <td>
                    {holder.here
                      ? null
                      : holder.via.length === 0
                        ? words.direct
                        : holder.via.map((node, place) => (
                            <span key={node.node}>
                              {place > 0 && ' → '}
                              <Said of={node.name} />
                            </span>
                          ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    );
  },
};

const hostOf = (address: string): string => URL.parse(address)?.host ?? address;
