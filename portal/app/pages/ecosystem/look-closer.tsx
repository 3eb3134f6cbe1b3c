import { CategoryIcon } from '../../parts/kind-mark.tsx';
import type { Category } from '../../api/contract.ts';
import { useWords } from '../../language/use-words.tsx';
import { sizeOf, type EcosystemNode } from './shapes.ts';

const CATEGORIES: readonly Category[] = ['data', 'compute', 'tool', 'training', 'knowledge', 'standard', 'other'];

/** Key of the colours, which at the same time counts what the node that is looked at holds. */
export function LookCloser({ node }: { node: EcosystemNode }) {
  const { t, say, format } = useWords();
  const { categories, total } = sizeOf(node);
  const counts = new Map(categories.map(({ value, count }) => [value, count]));
  return (
    <dl className="eco-key" aria-label={t.federation.key}>
      <div className="of">
        <dt>{say(node.name)}</dt>
        <dd>{node.place === 'above' ? t.federation.above : t.resources(total)}</dd>
      </div>
      {CATEGORIES.map((value) => (
        <div key={value} className={counts.get(value) ? '' : 'none'}>
          <dt className={`kind c-${value}`}>
            <CategoryIcon category={value} />
            {t.categories[value]}
          </dt>
          <dd>{format.number(counts.get(value) ?? 0)}</dd>
        </div>
      ))}
    </dl>
  );
}
