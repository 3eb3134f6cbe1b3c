import { Link, useSearchParams } from 'react-router';
import { query } from '../../api/load.ts';
import { useWords } from '../../language/use-words.tsx';
import { withoutChoices } from './choices.ts';

export function EmptyResult({ filtered }: { filtered: boolean }) {
  const { t } = useWords();
  const [search] = useSearchParams();
  return (
    <div className="empty stack">
      <h2>{t.search.empty}</h2>
      {filtered && (
        <p>
          {t.search.emptyFilters} <Link to={withoutChoices(search)}>{t.search.clear}</Link>
        </p>
      )}
      <p>{t.search.emptyHelp}</p>
      <p className="chips">
        {t.home.examples.map((example) => (
          <Link key={example} className="chip" to={`/search${query({ q: example })}`}>
            {example}
          </Link>
        ))}
      </p>
    </div>
  );
}
