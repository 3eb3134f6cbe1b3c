import type { ApiNode } from '@biotope/node/contract';
import { Link } from 'react-router';
import type { Category, Kind } from '../../api/contract.ts';
import { query } from '../../api/load.ts';
import { useWords } from '../../language/use-words.tsx';
import { CategoryIcon } from '../../parts/kind-mark.tsx';

/** The kinds whose resources stand in a category by default, for the second line of its row. */
const KINDS_OF: Record<Category, readonly Kind[]> = {
  data: ['dataset', 'database', 'sample-collection'],
  compute: ['compute'],
  tool: ['tool', 'workflow', 'model'],
  training: ['training-material', 'course'],
  knowledge: ['knowledge-base'],
  standard: ['standard', 'ontology'],
  other: ['instrument', 'service'],
};

/** The seven categories with their counts; the bar is the share of all, so that the eye compares before it reads. */
export function CategoryTable({ categories, kinds }: Pick<ApiNode, 'categories' | 'kinds'>) {
  const { t, format } = useWords();
  const most = Math.max(1, ...categories.map((it) => it.count));
  const countOf = new Map(kinds.map((kind) => [kind.value, kind.count]));
  return (
    <ul className="categories">
      {categories.map(({ value, count }) => (
        <li key={value} className={`c-${value}`}>
          <CategoryIcon category={value} size={24} />
          <div>
            <Link className="name" to={`/search${query({ category: value })}`}>
              {t.categories[value]}
            </Link>
            <span className="small quiet kinds">
              {KINDS_OF[value]
                .filter((kind) => countOf.get(kind))
                .map((kind) => (
                  <Link key={kind} to={`/search${query({ category: value, kind })}`}>
                    {t.kinds[kind]}
                  </Link>
                ))}
              {count === 0 && t.categoryMeanings[value]}
            </span>
          </div>
          <span className="count">{format.number(count)}</span>
          <svg className="share" viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true">
            <rect width={(100 * count) / most} height="3" />
          </svg>
        </li>
      ))}
    </ul>
  );
}
