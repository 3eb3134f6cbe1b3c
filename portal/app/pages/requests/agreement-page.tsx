import type { ApiAgreement, ApiProblem } from '@biotope/node/contract';
import { data, Form, Link, redirect, useActionData, useLoaderData, useLocation, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { ask, load, query, segment } from '../../api/load.ts';
import { change, signInAddress, written } from '../../api/send.ts';
import { hasRole } from '../../api/visitor.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Prose } from '../../parts/prose.tsx';
import { useVisitor } from '../../parts/use-visitor.ts';
import { TextField } from './fields.tsx';

export async function loader({ params, url, context }: LoaderFunctionArgs) {
  const search = url.searchParams;
  const [agreement, mine] = await Promise.all([
    load<ApiAgreement>(context, `/api/v1/agreements/${segment(params['id'] ?? '')}${query({ version: search.get('version') })}`),
    ask(context, '/api/v1/requests?limit=1'),
  ]);
  return { agreement, request: search.get('request'), known: mine.ok, signIn: signInAddress(url) };
}

export async function action({ request, params, url, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const answer = await change<ApiAgreement>({ context, url }, `/api/v1/agreements/${segment(params['id'] ?? '')}/acceptance`, {
    version: Number(written(form, 'version')),
    name: written(form, 'name') ?? '',
  });
  if ('problem' in answer) return data<ApiProblem>(answer.problem, { status: answer.problem.status });
  const back = url.searchParams.get('request');
  return redirect(back ? `/requests/${segment(back)}?done=accepted#done` : url.pathname, 303);
}

/** An agreement: its text, and the place to accept it by name. */
export default function AgreementPage() {
  const { agreement, request, known, signIn } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const visitor = useVisitor();
  const { pathname, search } = useLocation();
  const { t, say, language, format } = useWords();
  const words = t.requests.agreement;
  const { title, text, version, current, at, accepted } = agreement;
  return (
    <>
      <PageTitle>{say(title)}</PageTitle>
      {request && (
        <p className="crumbs">
          <Link to={`/requests/${request}`}>{words.back}</Link>
        </p>
      )}
      <h1>
        <Said of={title} />
      </h1>
      <p className="lead">{words.lead(version, format.day(at))}</p>
      {hasRole(visitor, 'steward') && (
        <p>
          <Link className="button" to={`/agreements/edit?id=${agreement.id}`}>
            {words.edit}
          </Link>
        </p>
      )}
      {version !== current && (
        <p className="banner">
          {words.older(current)} <Link to={pathname}>{words.current}</Link>
        </p>
      )}
      <article className="block agreement-text" lang={text[language] ? undefined : 'en'}>
        <Prose text={say(text)} />
      </article>
      <section className="block">
        {refused && (
          <Notice id="refused" tone="bad">
            <b>{t.requests.failed}.</b> <span lang="en">{refused.detail}</span>
          </Notice>
        )}
        {accepted ? (
          <p className="banner calm">{words.accepted(format.day(accepted))}</p>
        ) : !known ? (
          <p>
            <Link className="button" to={signIn}>
              {words.signIn}
            </Link>
          </p>
        ) : (
          version === current && (
            <Form method="post" action={pathname + search} className="decision">
              <input type="hidden" name="version" value={version} />
              <TextField name="name" label={words.name} hint={words.acceptHint} required maxLength={300} />
              <div className="steps-row">
                <button type="submit" className="button main">
                  {words.accept}
                </button>
              </div>
            </Form>
          )
        )}
      </section>
    </>
  );
}
