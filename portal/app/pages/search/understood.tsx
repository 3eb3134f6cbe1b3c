import type { ApiSearchAnswer } from '@biotope/node/contract';
import { Link, useSearchParams } from 'react-router';
import { useWords } from '../../language/use-words.tsx';
import { TermChip } from '../../parts/term-chip.tsx';

/** How the query was read: the concepts it names and the words that were corrected. */
export function Understood({ q, understood }: { q: string } & Pick<ApiSearchAnswer, 'understood'>) {
  const { t } = useWords();
  const [search] = useSearchParams();
  if (understood.length === 0) return null;
  const exactly = (part: string) => {
    const next = new URLSearchParams(search);
    next.set('q', q.includes(`"${part}"`) ? q : q.replace(part, `"${part}"`));
    next.delete('cursor');
    return `?${next}`;
  };
  return (
    <ul className="understood" aria-label={t.search.understood}>
      {understood.map((it) => (
        <li key={`${it.type} ${it.query} ${it.term?.id ?? ''}`}>
          {it.type === 'concept' && it.term && (
            <>
              {t.search.concept(it.query)} <TermChip term={it.term} /> {it.narrower ? <span className="quiet">{t.search.narrower(it.narrower)}</span> : null}
            </>
          )}
          {it.type === 'spelling' && (
            <>
              {t.search.corrected(it.query)} <b>{(it.instead ?? []).join(', ')}</b>. <Link to={exactly(it.query)}>{t.search.exactly(it.query)}</Link>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
