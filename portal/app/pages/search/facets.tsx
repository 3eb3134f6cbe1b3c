import type { ApiSearchAnswer } from '@biotope/node/contract';
import { Link, useSearchParams } from 'react-router';
import type { Category, FacetName, FacetValue } from '../../api/contract.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { CategoryIcon } from '../../parts/kind-mark.tsx';
import { FACET_NAMES, nameOf, toggled } from './choices.ts';

/** How many values stand open; the rest opens on demand. */
const OPEN = 7;

/** The facets as links, so that they work without scripts; on a phone they fold away under their heading. */
export function Facets({ facets }: Pick<ApiSearchAnswer, 'facets'>) {
  const { t } = useWords();
  return (
    <aside className="facets" aria-label={t.search.narrow}>
      <input type="checkbox" id="show-facets" className="visually-hidden" />
      <label htmlFor="show-facets" className="button facets-button">
        {t.search.showFilters}
      </label>
      <div className="facets-body">
        {FACET_NAMES.map((name) => (
          <Facet key={name} name={name} values={facets[name] ?? []} />
        ))}
      </div>
    </aside>
  );
}

function Facet({ name, values }: { name: FacetName; values: readonly FacetValue[] }) {
  const { t } = useWords();
  const [search] = useSearchParams();
  if (values.length === 0) return null;
  /** What is chosen never hides behind "more". */
  const chosenLate = values.slice(OPEN).filter((it) => search.has(name, it.value));
  const rest = values.slice(OPEN).filter((it) => !search.has(name, it.value));
  return (
    <section>
      <h2>{t.facets[name]}</h2>
      <ul>
        {[...values.slice(0, OPEN), ...chosenLate].map((value) => (
          <Value key={value.value} name={name} value={value} />
        ))}
      </ul>
      {rest.length > 0 && (
        <details>
          <summary className="small">{t.showMore(rest.length)}</summary>
          <ul>
            {rest.map((value) => (
              <Value key={value.value} name={name} value={value} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Value({ name, value }: { name: FacetName; value: FacetValue }) {
  const speech = useWords();
  const { t, format } = speech;
  const [search] = useSearchParams();
  const chosen = search.has(name, value.value);
  return (
    <li>
      <Link to={toggled(search, name, value.value)} rel="nofollow" preventScrollReset className={chosen ? 'facet chosen' : 'facet'}>
        <span className="box" aria-hidden />
        {name === 'category' && <CategoryIcon category={value.value as Category} />}
        <span className="label">
          {name === 'kind' || name === 'category' ? nameOf({}, name, value.value, speech) : <Said of={value.label} />}
          {chosen && <span className="visually-hidden">, {t.search.selected}</span>}
        </span>
        <span className="count">{format.number(value.count)}</span>
      </Link>
    </li>
  );
}
