import { Link } from 'react-router';
import { query } from '../../api/load.ts';
import { useWords } from '../../language/use-words.tsx';
import { CategoryIcon } from '../../parts/kind-mark.tsx';
import type { EcosystemNode } from './shapes.ts';

/** What a node holds by category, by itself and with its members; a figure leads to what it counts. */
export function Holdings({ node }: { node: EcosystemNode }) {
  const { t, format } = useWords();
  const words = t.federation;
  const { own, within } = node;
  const withMembers = within.total > own.total;
  const rows = withMembers ? within.categories : own.categories;
  const counts = new Map(own.categories.map(({ value, count }) => [value, count]));
  const searched = node.place !== 'self';
  return (
    <section className="block" id="holds">
      <div className="heading-row">
        <h2>{words.member.holds}</h2>
        {searched && own.total > 0 && (
          <Link className="small" to={`/search${query({ source: node.id })}`}>
            {words.member.search}
          </Link>
        )}
      </div>
      {rows.length === 0 ? (
        <p className="quiet">{words.member.nothing}</p>
      ) : (
        <div className="wide">
          <table className="holdings">
            <thead>
              <tr>
                <th>{t.fields.category}</th>
                <th className="number">{words.member.itself}</th>
                {withMembers && <th className="number">{words.member.withinIt}</th>}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ value, count }) => (
                <tr key={value}>
                  <th scope="row">
                    <span className={`kind c-${value}`}>
                      <CategoryIcon category={value} /> {t.categories[value]}
                    </span>
                  </th>
                  <td className="number">
                    {searched && counts.get(value) ? (
                      <Link to={`/search${query({ category: value, source: node.id })}`}>{format.number(counts.get(value) ?? 0)}</Link>
                    ) : (
                      format.number(counts.get(value) ?? 0)
                    )}
                  </td>
                  {withMembers && <td className="number">{format.number(count)}</td>}
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">{words.coverage.total}</th>
                <td className="number">{format.number(own.total)}</td>
                {withMembers && <td className="number">{format.number(within.total)}</td>}
              </tr>
            </tfoot>
          </table>
        </div>
      )}
    </section>
  );
}
