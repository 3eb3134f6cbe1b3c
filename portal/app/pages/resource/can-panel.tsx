import { Link } from 'react-router';
import { Said, useWords } from '../../language/use-words.tsx';
import { CategoryIcon } from '../../parts/kind-mark.tsx';
import type { ResourcePage } from './load-page.ts';

/** The first of what can be done with it, and the way to the rest. */
export function CanPanel({ page: { resource, possibilities } }: { page: ResourcePage }) {
  const { t, format } = useWords();
  const steps = possibilities.steps.filter((step) => step.items.length > 0);
  return (
    <section className="panel" aria-labelledby="can">
      <h2 id="can">{t.resource.can}</h2>
      {steps.length === 0 && <p className="quiet small">{t.resource.canNothing}</p>}
      {steps.map((step) => (
        <div key={step.step} className="can-step">
          <h3 className="small">
            {t.possibilities.steps[step.step]} <span className="quiet">{format.number(step.total)}</span>
          </h3>
          <ul className="plain-list">
            {step.items.map((item) => (
              <li key={item.id}>
                <CategoryIcon category={item.category} />{' '}
                <Link to={`/r/${item.id}`}>
                  <Said of={item.title} />
                </Link>
                <div className="quiet small">
                  <Said of={item.because} />
                </div>
              </li>
            ))}
          </ul>
        </div>
      ))}
      {steps.length > 0 && (
        <p>
          <Link to={`/r/${resource.id}/possibilities`}>{t.resource.canMore}</Link>
        </p>
      )}
    </section>
  );
}
