import { Link, useSearchParams } from 'react-router';
import { useWords } from '../../language/use-words.tsx';
import { SORT_NAMES, withSort } from './choices.ts';

export function SortLinks() {
  const { t } = useWords();
  const [search] = useSearchParams();
  const present = SORT_NAMES.find((it) => it === search.get('sort')) ?? 'relevance';
  return (
    <nav className="sort small" aria-label={t.search.sort}>
      <span className="quiet">{t.search.sort}</span>
      {SORT_NAMES.map((sort) => (
        <Link key={sort} to={withSort(search, sort)} aria-current={sort === present ? 'true' : undefined} rel="nofollow">
          {t.search.sorts[sort]}
        </Link>
      ))}
    </nav>
  );
}
