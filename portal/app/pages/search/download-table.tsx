import { useSearchParams } from 'react-router';
import { query } from '../../api/load.ts';
import { useWords } from '../../language/use-words.tsx';
import { IconDown } from '../../look/icons.ts';
import { chosenIn } from './choices.ts';

/** Every hit of the search, not this page of them alone, as a table. */
export function DownloadTable() {
  const { t } = useWords();
  const [search] = useSearchParams();
  const asked = query({ q: search.get('q')?.trim(), ...chosenIn(search), sort: search.get('sort') });
  return (
    <a className="download small" href={`/api/v1/resources.csv${asked}`} download rel="nofollow">
      <IconDown size={14} aria-hidden /> {t.search.download}
    </a>
  );
}
