import { Link } from 'react-router';
import { inLanguage, useWords, type Speech } from '../../language/use-words.tsx';
import { graphAddress } from '../../parts/node-link.tsx';
import type { ResourcePage } from './load-page.ts';

const ROW = 21;
const WIDTH = 340;
/** The column of a panel holds about so many Latin letters; a Chinese character is twice as wide. */
const LETTERS = 33;

function shortened(text: string): string {
  let width = 0;
  for (const [i, letter] of [...text].entries()) {
    width += letter > '⺀' ? 1.9 : 1;
    if (width > LETTERS) return `${[...text].slice(0, i).join('')}…`;
  }
  return text;
}

type Row = { heading: string } | { label: string; mark: string };

/** The neighbours as rows: under each way of being linked, what is linked so. */
function rowsOf({ around, resource }: ResourcePage, { t, language }: Speech): Row[] {
  const nodes = new Map(around.nodes.map((node) => [node.id, node]));
  const near = around.edges.filter((edge) => edge.from === resource.id || edge.to === resource.id);
  const groups = Map.groupBy(near, (edge) => t.predicates[edge.predicate][edge.from === resource.id ? 'out' : 'in']);
  return [...groups].flatMap(([heading, edges]): Row[] => [
    { heading },
    ...edges.flatMap((edge) => {
      const node = nodes.get(edge.from === resource.id ? edge.to : edge.from);
      return node ? [{ label: shortened(inLanguage(node.label, language).text), mark: node.category ?? node.type }] : [];
    }),
  ]);
}

/** A still drawing of what stands around a resource, made on the server; the graph itself is a page of its own. */
export function Preview({ page }: { page: ResourcePage }) {
  const speech = useWords();
  const { t, language } = speech;
  const { resource, around } = page;
  const rows = rowsOf(page, speech);
  if (rows.length === 0) return null;
  const height = rows.length * ROW + 8;
  const middle = height / 2;
  const all = around.counts.reduce((sum, it) => sum + it.count, 0);
  const shown = rows.filter((row) => 'label' in row).length;
  return (
    <section className="panel" aria-labelledby="preview">
      <h2 id="preview">{t.resource.preview}</h2>
      <Link to={graphAddress(resource.id)} className="preview" aria-hidden="true" tabIndex={-1}>
        <svg viewBox={`0 0 ${WIDTH} ${height}`} lang={language === 'zh' ? 'zh-Hans' : 'en'}>
          {rows.map((row, i) => {
            const y = i * ROW + ROW / 2 + 4;
            if ('heading' in row)
              return (
                <text key={`${row.heading} ${y}`} x="62" y={y + 4} className="heading">
                  {row.heading}
                </text>
              );
            return (
              <g key={`${row.label} ${y}`} className={`c-${row.mark}`}>
                <path d={`M14 ${middle}C 46 ${middle} 34 ${y} 66 ${y}`} />
                <circle cx="69" cy={y} r="4.5" />
                <text x="80" y={y + 4.5}>
                  {row.label}
                </text>
              </g>
            );
          })}
          <circle cx="12" cy={middle} r="8" className={`centre c-${resource.category}`} />
        </svg>
      </Link>
      <p className="small quiet">{t.resource.previewText(shown, all)}</p>
      <p>
        <Link to={graphAddress(resource.id)}>{t.resource.graph}</Link>
      </p>
    </section>
  );
}
