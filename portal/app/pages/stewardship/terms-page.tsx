import type { ApiDataCategories, ApiDataUseTerms, ApiProblem, ApiTermsOfUse } from '@biotope/node/contract';
import { data, Link, redirect, useActionData, useLoaderData, useSearchParams, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { load, problemOf, segment } from '../../api/load.ts';
import { send, signInAddress, written } from '../../api/send.ts';
import { isSignedIn } from '../../api/keeper.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { Minute } from '../../parts/day.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Problem } from './problem.tsx';
import { readTermsForm, type EditedTerms } from './read-terms-form.ts';
import { TermsForm } from './terms-form.tsx';

export async function loader({ params, context, url }: LoaderFunctionArgs) {
  const at = `/api/v1/resources/${segment(params['id'] ?? '')}`;
  const [signedIn, terms, categories, dataUse] = await Promise.all([
    isSignedIn(context),
    load<ApiTermsOfUse>(context, `${at}/terms`),
    load<ApiDataCategories>(context, '/api/v1/data-categories'),
    load<ApiDataUseTerms>(context, '/api/v1/data-use-terms'),
  ]);
  if (!signedIn) throw redirect(signInAddress(url), 303);
  return { terms, categories: categories.items, dataUse: dataUse.items };
}

export async function action({ request, params, context, url }: ActionFunctionArgs) {
  const id = params['id'] ?? '';
  const form = await request.formData();
  const terms = readTermsForm(form);
  const response = await send(context, 'PUT', `/api/v1/resources/${segment(id)}/terms`, { terms, note: written(form, 'note'), version: Number(form.get('version') ?? 0) });
  if (response.status === 401) throw redirect(signInAddress(url), 303);
  if (!response.ok) return data<{ problem: ApiProblem; terms: EditedTerms }>({ problem: await problemOf(response), terms }, { status: response.status });
  const { version } = (await response.json()) as ApiTermsOfUse;
  return redirect(`/r/${segment(id)}/terms?written=${version}#written`, 303);
}

/** The steward's editor: everything on one page, as a plain form; every version below. */
export default function TermsPage() {
  const { terms, categories, dataUse } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [search] = useSearchParams();
  const { t, say } = useWords();
  const words = t.stewardship.terms;
  const saved = Number(search.get('written'));
  return (
    <>
      <PageTitle>{words.title(say(terms.title))}</PageTitle>
      <p className="crumbs">
        <Link to={`/r/${terms.resource}`}>
          <Said of={terms.title} />
        </Link>
      </p>
      <h1>{words.title(say(terms.title))}</h1>
      <p className="lead">{words.lead}</p>
      {refused && <Problem problem={refused.problem} title={words.refused} />}
      {saved > 0 && !refused ? <Notice id="written">{words.written(saved)}</Notice> : <p className="block">{words.version(terms.version)}</p>}
      {terms.steward && terms.terms ? (
        <TermsForm
          key={`${terms.version} ${refused ? 'refused' : ''}`}
          terms={refused?.terms ?? (terms.terms as EditedTerms)}
          version={terms.version}
          categories={categories}
          dataUse={dataUse}
        />
      ) : (
        <p className="banner">{words.forbidden}</p>
      )}
      {terms.history && terms.history.length > 0 && <History history={terms.history} />}
    </>
  );
}

function History({ history }: { history: NonNullable<ApiTermsOfUse['history']> }) {
  const { t } = useWords();
  const words = t.stewardship.terms;
  return (
    <section className="block">
      <h2>{words.history}</h2>
      <ul className="ruled">
        {history.map(({ version, at, by, note, terms }) => (
          <li key={version}>
            <details>
              <summary>
                {version} · <Minute at={at} /> · {by}
                {note && t.brackets(note)}
              </summary>
              <pre className="wide">{JSON.stringify(terms, null, 2)}</pre>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}
