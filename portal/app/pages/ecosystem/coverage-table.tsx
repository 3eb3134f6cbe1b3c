import type { ApiCoverage } from '@biotope/node/contract';
import { Link, useSearchParams } from 'react-router';
import type { Category } from '../../api/contract.ts';
import { query } from '../../api/load.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { CategoryIcon } from '../../parts/kind-mark.tsx';
import { nodeAddress, type CoverageRow } from './shapes.ts';

const WAYS = ['group', 'platform'] as const;

/** Who holds what: a row a category or topic, a column a group or platform; what few or none hold is marked. */
export function CoverageTable({ coverage }: { coverage: ApiCoverage }) {
  const { t, format } = useWords();
  const words = t.federation.coverage;
  const [search] = useSearchParams();
  const at = (by: string) => {
    const address = new URLSearchParams(search);
    address.set('by', by);
    return `?${address}#coverage`;
  };
  const [categories, topics] = [coverage.rows.filter(({ type }) => type === 'category'), coverage.rows.filter(({ type }) => type === 'topic')];
  return (
    <>
      <p className="chips coverage-choice">
        {WAYS.map((by) => (
          <Link key={by} className="chip" to={at(by)} preventScrollReset aria-current={coverage.by === by ? 'true' : undefined}>
            {words.by[by]}
          </Link>
        ))}
        <a className="small" href={`/api/v1/federation/coverage?by=${coverage.by}&format=csv&topics=500`} download>
          {t.search.download}
        </a>
      </p>
      <div className="wide">
        <table className="coverage">
          <thead>
            <tr>
              <th>{words.what}</th>
              {coverage.parts.map((part) => (
                <th key={part.id} className="number part">
                  <Link to={nodeAddress(part.id)}>
                    <Said of={part.name} />
                  </Link>
                  {coverage.by === 'group' && part.level !== 'platform' && part === coverage.parts[0] && <div className="small quiet">{words.directly}</div>}
                </th>
              ))}
              <th className="number">{words.total}</th>
              <th>{words.gap}</th>
            </tr>
          </thead>
          <tbody>
            {categories.map((row) => (
              <Row key={row.id} row={row} coverage={coverage} />
            ))}
          </tbody>
          {topics.length > 0 && (
            <tbody>
              <tr className="divider">
                <th colSpan={coverage.parts.length + 3} scope="rowgroup">
                  {words.topics}
                </th>
              </tr>
              {topics.map((row) => (
                <Row key={row.id} row={row} coverage={coverage} />
              ))}
            </tbody>
          )}
          <tfoot>
            <tr>
              <th scope="row">{words.all}</th>
              {coverage.parts.map(({ id, total }) => (
                <td key={id} className="number">
                  {format.number(total)}
                </td>
              ))}
              <td className="number">{format.number(coverage.total)}</td>
              <td className="nowrap">{words.gapCount(coverage.rows.filter(({ gap }) => gap !== 'held').length)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
      <p className="small quiet">{words.note}</p>
    </>
  );
}

function Row({ row, coverage: { parts } }: { row: CoverageRow; coverage: ApiCoverage }) {
  const { t, format } = useWords();
  const words = t.federation.coverage;
  const most = Math.max(1, ...row.counts);
  const filter = row.type === 'category' ? { category: row.id } : { topic: row.id };
  return (
    <tr className={`gap-${row.gap}`}>
      <th scope="row">
        {row.type === 'category' ? (
          <span className={`kind c-${row.id}`}>
            <CategoryIcon category={row.id as Category} /> {t.categories[row.id as Category]}
          </span>
        ) : (
          <Link to={`/t/${encodeURIComponent(row.id)}`}>
            <Said of={row.label} />
          </Link>
        )}
      </th>
      {parts.map((part, place) => {
        const count = row.counts[place] ?? 0;
        return (
          <td key={part.id} className={`number part-of c-${row.type === 'category' ? row.id : 'term'}${count === 0 ? ' nothing' : ''}`}>
            {count === 0 ? '0' : <Link to={`/search${query({ ...filter, source: part.sources })}`}>{format.number(count)}</Link>}
            <svg viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true">
              <rect x={100 - (100 * count) / most} width={(100 * count) / most} height="3" />
            </svg>
          </td>
        );
      })}
      <td className="number">{row.total === 0 ? '0' : <Link to={`/search${query(filter)}`}>{format.number(row.total)}</Link>}</td>
      <td className="nowrap">{row.gap === 'held' ? '' : <span className={`gap ${row.gap}`}>{words.gaps[row.gap]}</span>}</td>
    </tr>
  );
}
