import type { Category } from '../../api/contract.ts';
import { useWords } from '../../language/use-words.tsx';
import { IconOrganisation, IconTerm } from '../../look/icons.ts';
import { CategoryIcon } from '../../parts/kind-mark.tsx';

export function Legend() {
  const { t } = useWords();
  return (
    <ul className="legend small" aria-label={t.graph.legend}>
      {(Object.keys(t.categories) as Category[]).map((category) => (
        <li key={category}>
          <CategoryIcon category={category} /> {t.categories[category]}
        </li>
      ))}
      <li>
        <IconTerm className="icon category-icon c-term" size={16} stroke={1.7} aria-hidden /> {t.graph.term}
      </li>
      <li>
        <IconOrganisation className="icon category-icon c-organisation" size={16} stroke={1.7} aria-hidden /> {t.graph.organisation}
      </li>
    </ul>
  );
}
