import type { ApiAgreement, ApiProblem } from '@biotope/node/contract';
import { data, Form, Link, redirect, useActionData, useLoaderData, useLocation, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { ask, segment } from '../../api/load.ts';
import { change, written } from '../../api/send.ts';
import { useWords } from '../../language/use-words.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Field, TextField } from './fields.tsx';
import { loadSignedIn } from './signed-in.ts';

export async function loader({ url, context }: LoaderFunctionArgs) {
  await loadSignedIn({ context, url }, '/api/v1/requests?limit=1');
  const id = url.searchParams.get('id')?.trim() ?? '';
  if (!id) throw redirect('/agreements', 303);
  const response = await ask(context, `/api/v1/agreements/${segment(id)}`);
  return { id, agreement: response.ok ? ((await response.json()) as ApiAgreement) : null };
}

export async function action({ request, url, context }: ActionFunctionArgs) {
  const id = url.searchParams.get('id')?.trim() ?? '';
  const form = await request.formData();
  const both = (name: string) =>
    Object.fromEntries(['en', 'zh'].flatMap((language) => (written(form, `${name}-${language}`) ? [[language, written(form, `${name}-${language}`)]] : [])));
  const answer = await change({ context, url }, `/api/v1/agreements/${segment(id)}`, { title: both('title'), text: both('text') }, 'PUT');
  return 'problem' in answer ? data<ApiProblem>(answer.problem, { status: answer.problem.status }) : redirect(`/agreements/${segment(id)}`, 303);
}

/** Where a steward writes an agreement, in both languages. What was accepted before stays as it was. */
export default function EditAgreementPage() {
  const { id, agreement } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { pathname, search } = useLocation();
  const { t } = useWords();
  const words = t.requests.agreement;
  return (
    <>
      <PageTitle>{words.editTitle(id)}</PageTitle>
      <p className="crumbs">
        <Link to="/agreements">{words.list}</Link>
      </p>
      <h1>{words.editTitle(id)}</h1>
      <p className="lead">{words.editLead}</p>
      {refused && (
        <Notice id="refused" tone="bad">
          <b>{t.requests.failed}.</b> <span lang="en">{refused.detail}</span>
        </Notice>
      )}
      <Form method="post" action={pathname + search} className="ask-form block">
        {(['en', 'zh'] as const).map((language) => (
          <fieldset key={language}>
            <legend>{words.languages[language]}</legend>
            <TextField name={`title-${language}`} label={words.titleField} value={agreement?.title[language]} required maxLength={300} />
            <Field name={`text-${language}`} label={words.textField}>
              {(props) => <textarea {...props} rows={12} required maxLength={200_000} defaultValue={agreement?.text[language]} lang={language} />}
            </Field>
          </fieldset>
        ))}
        <div className="steps-row">
          <button type="submit" className="button main">
            {words.publish}
          </button>
        </div>
      </Form>
    </>
  );
}
