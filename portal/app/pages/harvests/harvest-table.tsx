import type { ApiHarvests } from '@biotope/node/contract';
import { Link } from 'react-router';
import { useWords } from '../../language/use-words.tsx';
import { Minute } from '../../parts/day.tsx';
import { StateMark } from './state-mark.tsx';

const COUNTS = ['read', 'created', 'updated', 'unchanged', 'rejected', 'deleted'] as const;

export const secondsTaken = (started: string, ended: string) => (Date.parse(ended) - Date.parse(started)) / 1000;

export function HarvestTable({ harvests }: { harvests: ApiHarvests['items'] }) {
  const { t, format } = useWords();
  if (harvests.length === 0) return <p className="quiet">{t.harvests.empty}</p>;
  return (
    <div className="wide">
      <table>
        <thead>
          <tr>
            <th>{t.harvests.started}</th>
            <th>{t.sources.name}</th>
            <th>{t.harvests.state}</th>
            {COUNTS.map((name) => (
              <th key={name} className="number">
                {t.harvests[name]}
              </th>
            ))}
            <th className="number">{t.harvests.took}</th>
          </tr>
        </thead>
        <tbody>
          {harvests.map((harvest) => (
            <tr key={harvest.id}>
              <th scope="row" className="nowrap">
                <Link to={`/harvests/${harvest.id}`}>{harvest.started ? <Minute at={harvest.started} /> : t.harvestStates.queued}</Link>
              </th>
              <td>
                <Link to={`/sources/${harvest.source}`}>{harvest.source}</Link>
              </td>
              <td>
                <StateMark state={harvest.state} />
              </td>
              {COUNTS.map((name) => (
                <td key={name} className={harvest.counts[name] === 0 ? 'number quiet' : 'number'}>
                  {format.number(harvest.counts[name])}
                </td>
              ))}
              <td className="number">{harvest.started && harvest.ended ? format.duration(secondsTaken(harvest.started, harvest.ended)) : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
