import type { ApiPossibilities } from '@biotope/node/contract';
import { Link, useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { load, segment } from '../../api/load.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { KindMark } from '../../parts/kind-mark.tsx';
import { graphAddress } from '../../parts/node-link.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { TermChips } from '../../parts/term-chip.tsx';

/** Of each step; beyond so many a reader searches instead. */
const SHOWN = 25;

export function loader({ params, context }: LoaderFunctionArgs) {
  return load<ApiPossibilities>(context, `/api/v1/resources/${segment(params['id'] ?? '')}/possibilities?limit=${SHOWN}`);
}

/** "What can I do with this": the steps in the order of use, each answer with the chain that led to it. */
export default function PossibilitiesPage() {
  const { resource, formats, steps } = useLoaderData<typeof loader>();
  const { t, say, format } = useWords();
  const nothing = steps.every((step) => step.total === 0);
  return (
    <>
      <PageTitle>{t.possibilities.titleOf(say(resource.title))}</PageTitle>
      <p className="crumbs">
        <Link to={`/r/${resource.id}`}>
          <Said of={resource.title} />
        </Link>
      </p>
      <h1>{t.possibilities.titleOf(say(resource.title))}</h1>
      <p className="lead">{t.possibilities.lead}</p>
      {formats.length > 0 && (
        <div className="start-formats">
          <span className="quiet small">{t.possibilities.formats}</span>
          <TermChips terms={formats} />
        </div>
      )}
      {nothing && (
        <p className="banner calm">
          {t.possibilities.empty} <Link to={graphAddress(resource.id)}>{t.resource.graph}</Link>
        </p>
      )}
      {!nothing && (
        <ol className="steps">
          {steps.map((step) => (
            <li key={step.step}>
              <div className="heading-row">
                <h2>{t.possibilities.steps[step.step]}</h2>
                <span className="quiet">{t.possibilities.stepLeads[step.step]}</span>
                <span className="quiet small shown">{step.items.length < step.total ? t.possibilities.shown(step.items.length, step.total) : format.number(step.total)}</span>
              </div>
              {step.items.length === 0 && <p className="quiet">{t.possibilities.nothing}</p>}
              <ul className="ruled">
                {step.items.map((item) => (
                  <li key={item.id}>
                    <div className="heading-row">
                      <Link to={`/r/${item.id}`}>
                        <Said of={item.title} />
                      </Link>
                      <KindMark category={item.category} kind={item.kind} />
                      {item.basis === 'inferred' && (
                        <span className="basis small" title={t.possibilities.inferredHelp}>
                          {t.possibilities.inferred}
                        </span>
                      )}
                    </div>
                    <p className="quiet small">
                      <Said of={item.because} />
                    </p>
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ol>
      )}
      <dl className="facts small quiet block">
        <dt>{t.possibilities.stated}</dt>
        <dd>{t.possibilities.statedHelp}</dd>
        <dt>{t.possibilities.inferred}</dt>
        <dd>{t.possibilities.inferredHelp}</dd>
      </dl>
    </>
  );
}
