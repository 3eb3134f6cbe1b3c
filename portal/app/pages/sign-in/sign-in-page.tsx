import { useEffect } from 'react';
import { data, redirect, useActionData, useRevalidator, useSearchParams, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { isSignedIn } from '../../api/keeper.ts';
import { problemOf } from '../../api/load.ts';
import { ownPath } from '../../api/own-path.ts';
import { cookiesOf, send, written } from '../../api/send.ts';
import { useWords } from '../../language/use-words.tsx';
import { Command } from '../../parts/copy-button.tsx';
import { PageTitle } from '../../parts/page-title.tsx';

const destination = (url: URL) => ownPath(url.searchParams.get('to'));

export async function loader({ url, context }: LoaderFunctionArgs) {
  if (await isSignedIn(context)) throw redirect(destination(url), 303);
  return null;
}

export async function action({ request, url, context }: ActionFunctionArgs) {
  const key = written(await request.formData(), 'key');
  if (!key) return data({ wrong: 'empty' as const }, { status: 400 });
  const response = await send(context, 'POST', '/api/v1/session', { key });
  if (response.ok) return redirect(destination(url), { status: 303, headers: cookiesOf(response) });
  const problem = await problemOf(response);
  if (response.status !== 401 && response.status !== 400) throw data(problem, { status: response.status });
  return data({ wrong: 'wrong' as const }, { status: 401 });
}

export default function SignInPage() {
  const { t } = useWords();
  const words = t.curation.signIn;
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const { revalidate } = useRevalidator();
  // A session is not sent along when another site leads here; asked again from this page, it is. What was answered to a
  // wrong key would be lost by asking.
  const asked = answer === undefined;
  useEffect(() => {
    if (asked) void revalidate();
  }, [asked, revalidate]);
  const to = search.get('to');
  return (
    <div className="sign-in">
      <PageTitle>{words.title}</PageTitle>
      <h1>{words.title}</h1>
      <p className="lead">{words.lead}</p>
      {/* Without the router, so that every part of the page that comes next is asked for anew. */}
      <form method="post" action={to ? `/sign-in?${new URLSearchParams({ to })}` : '/sign-in'} className="block stack">
        <label htmlFor="key">{words.key}</label>
        <div className="one-line">
          <input
            id="key"
            name="key"
            type="password"
            autoComplete="current-password"
            spellCheck={false}
            required
            maxLength={200}
            aria-invalid={answer ? true : undefined}
            aria-describedby={answer ? 'wrong where' : 'where'}
          />
          <button type="submit" className="button main">
            {words.button}
          </button>
        </div>
        {answer && (
          <p id="wrong" className="banner bad" role="alert">
            {words[answer.wrong]}
          </p>
        )}
      </form>
      <div className="block stack">
        <p id="where">{words.where}</p>
        <Command>cat .biotope/operator.key</Command>
        <p className="quiet small">{words.kept}</p>
      </div>
    </div>
  );
}
