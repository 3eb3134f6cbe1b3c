import type { ApiSignInProviders } from '@biotope/node/contract';
import { useEffect } from 'react';
import { data, redirect, useActionData, useLoaderData, useRevalidator, useSearchParams, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { isSignedIn } from '../../api/keeper.ts';
import { load, problemOf, query } from '../../api/load.ts';
import { ownPath } from '../../api/own-path.ts';
import { cookiesOf, send, written } from '../../api/send.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { Command } from '../../parts/copy-button.tsx';
import { PageTitle } from '../../parts/page-title.tsx';

const destination = (url: URL) => ownPath(url.searchParams.get('to'));

export async function loader({ url, context }: LoaderFunctionArgs) {
  if (await isSignedIn(context)) throw redirect(destination(url), 303);
  return { providers: (await load<ApiSignInProviders>(context, '/api/v1/sign-in/providers')).items };
}

export async function action({ request, url, context }: ActionFunctionArgs) {
  const key = written(await request.formData(), 'key');
  if (!key) return data({ wrong: 'empty' as const }, { status: 400 });
  const response = await send(context, 'POST', '/api/v1/session', { key });
  if (response.ok) return redirect(destination(url), { status: 303, headers: cookiesOf(response) });
  const problem = await problemOf(response);
  if (response.status === 429) return data({ wrong: 'tooMany' as const }, { status: 429 });
  if (response.status !== 401 && response.status !== 400) throw data(problem, { status: response.status });
  return data({ wrong: 'wrong' as const }, { status: 401 });
}

export default function SignInPage() {
  const { providers } = useLoaderData<typeof loader>();
  const { t } = useWords();
  const words = t.account.signIn;
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
  const failed = words.failed[search.get('failed') ?? ''];
  return (
    <div className="sign-in">
      <PageTitle>{words.title}</PageTitle>
      <h1>{words.title}</h1>
      <p className="lead">{words.lead}</p>
      {failed && !answer && (
        <p className="banner bad" role="alert">
          {failed}
        </p>
      )}
      {providers.length === 0 ? (
        <p className="block">{words.none}</p>
      ) : (
        <section className="block">
          <h2>{words.choose}</h2>
          <ul className="providers">
            {providers.map((provider, i) => (
              <li key={provider.id}>
                {/* Addresses of the node, not of the router: they lead to the provider. */}
                <a className={`button${i === 0 ? ' main' : ''}`} href={`${provider.address}${query({ to: to && ownPath(to) })}`}>
                  <Said of={provider.title} />
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <details className="block by-key" open={providers.length === 0 || answer !== undefined}>
        <summary>{words.key}</summary>
        <ByKey to={to} wrong={answer?.wrong} />
      </details>
    </div>
  );
}

function ByKey({ to, wrong }: { to: string | null; wrong: 'empty' | 'wrong' | 'tooMany' | undefined }) {
  const { t } = useWords();
  const words = t.curation.signIn;
  return (
    <div className="stack">
      <p className="quiet">{t.account.signIn.keyWhen}</p>
      {/* Without the router, so that every part of the page that comes next is asked for anew. */}
      <form method="post" action={`/sign-in${query({ to })}`} className="stack">
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
            aria-invalid={wrong ? true : undefined}
            aria-describedby={wrong ? 'wrong where' : 'where'}
          />
          <button type="submit" className="button">
            {words.button}
          </button>
        </div>
        {wrong && (
          <p id="wrong" className="banner bad" role="alert">
            {wrong === 'tooMany' ? t.account.signIn.tooMany : words[wrong]}
          </p>
        )}
      </form>
      <p id="where">{words.where}</p>
      <Command>cat .biotope/operator.key</Command>
      <p className="quiet small">{words.kept}</p>
    </div>
  );
}
