import type { ApiSearchAnswer } from '@biotope/node/contract';
import { Link, useSearchParams } from 'react-router';
import { useWords } from '../../language/use-words.tsx';
import { IconX } from '../../look/icons.ts';
import { FACET_NAMES, nameOf, toggled, withoutChoices } from './choices.ts';

/** The chosen values, each removable. */
export function Chosen({ facets }: Pick<ApiSearchAnswer, 'facets'>) {
  const speech = useWords();
  const { t } = speech;
  const [search] = useSearchParams();
  const chosen = FACET_NAMES.flatMap((name) => search.getAll(name).map((value) => ({ name, value, label: nameOf(facets, name, value, speech) })));
  if (chosen.length === 0) return null;
  return (
    <ul className="chips chosen-list" aria-label={t.search.chosen}>
      {chosen.map(({ name, value, label }) => (
        <li key={`${name} ${value}`}>
          <Link className="chip" to={toggled(search, name, value)} aria-label={t.search.remove(label)}>
            <span className="quiet">{t.facets[name]}:</span> {label}
            <IconX className="icon" size={13} aria-hidden />
          </Link>
        </li>
      ))}
      {chosen.length > 1 && (
        <li>
          <Link className="small" to={withoutChoices(search)}>
            {t.search.clear}
          </Link>
        </li>
      )}
    </ul>
  );
}
