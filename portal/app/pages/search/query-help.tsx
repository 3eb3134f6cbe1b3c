import { Link } from 'react-router';
import { query } from '../../api/load.ts';
import { useWords } from '../../language/use-words.tsx';

export function QueryHelp({ open }: { open: boolean }) {
  const { t } = useWords();
  return (
    <details className="query-help small" open={open}>
      <summary>{t.search.help}</summary>
      <dl className="facts">
        {t.search.helpRows.map(([example, meaning]) => (
          <div key={example} className="contents">
            <dt>
              <Link to={`/search${query({ q: example })}`}>
                <code>{example}</code>
              </Link>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
