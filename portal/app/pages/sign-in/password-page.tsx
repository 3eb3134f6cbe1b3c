import { data, Link, redirect, useActionData, useParams, type ActionFunctionArgs } from 'react-router';
import { problemOf, segment } from '../../api/load.ts';
import { send, written } from '../../api/send.ts';
import { useWords } from '../../language/use-words.tsx';
import { PageTitle } from '../../parts/page-title.tsx';

interface Answer {
  /** The one-time secret is right and a password is to take its place. */
  changing: boolean;
  /** The password is right and the account has a second factor. */
  coding: boolean;
  wrong?: string;
  login: string;
}

/** Shows login name and password to the node's own provider and goes on as it says; passwords and codes are sent back to no page. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const login = written(form, 'login') ?? '';
  const password = String(form.get('password') ?? '');
  const changing = form.has('newPassword');
  const newPassword = String(form.get('newPassword') ?? '');
  const coding = form.has('code');
  const code = written(form, 'code') ?? written(form, 'recovery');
  const say = (wrong: string, status: number) => data<Answer>({ changing, coding, wrong, login }, { status });
  if (!login || !password) return say('empty', 400);
  if (changing && newPassword !== form.get('again')) return say('differ', 400);
  const response = await send(context, 'POST', `/api/v1/interactions/${segment(params['uid'] ?? '')}`, {
    login,
    password,
    ...(changing ? { newPassword } : {}),
    ...(code ? { code } : {}),
  });
  if (response.ok) {
    const { next, mustChange, mustShowCode } = (await response.json()) as { next: string | null; mustChange: boolean; mustShowCode: boolean };
    return next ? redirect(next, 303) : data<Answer>({ changing: mustChange, coding: mustShowCode, login });
  }
  if (response.status === 409) return redirect('/sign-in?failed=expired', 303);
  if (response.status === 429) return say('tooMany', 429);
  const problem = await problemOf(response);
  const reason = problem.errors?.[0]?.reason;
  if (response.status !== 401 && response.status !== 400) throw data(problem, { status: response.status });
  return say(reason ?? 'wrong', response.status);
}

export default function PasswordPage() {
  const answer = useActionData<typeof action>();
  const { uid = '' } = useParams();
  const { t } = useWords();
  const words = t.account.password;
  const changing = answer?.changing ?? false;
  const coding = answer?.coding ?? false;
  const wrong = answer?.wrong && (answer.wrong === 'tooMany' ? t.account.signIn.tooMany : (words.wrong[answer.wrong] ?? words.wrong['wrong']));
  return (
    <div className="sign-in">
      <PageTitle>{words.title}</PageTitle>
      <h1>{words.title}</h1>
      <p className="lead">{changing ? words.mustChange : coding ? words.mustShowCode : words.lead}</p>
      {wrong && (
        <p id="wrong" className="banner bad" role="alert">
          {wrong}
        </p>
      )}
      {/* Without the router: the sign-in's cookie belongs to this very address. */}
      <form method="post" action={`/sign-in/account/${uid}`} className="block stack" aria-describedby={wrong ? 'wrong' : undefined}>
        <Field id="login" label={words.login} type="text" autoComplete="username" value={answer?.login} />
        <Field id="password" label={changing ? words.oneTime : words.password} type="password" autoComplete="current-password" />
        {changing && (
          <>
            <Field id="newPassword" label={words.new} type="password" autoComplete="new-password" hint={words.rule} />
            <Field id="again" label={words.again} type="password" autoComplete="new-password" />
          </>
        )}
        {coding && (
          <>
            <Field id="code" label={words.code} type="text" autoComplete="one-time-code" numeric hint={words.codeHint} />
            <details>
              <summary>{words.recovery}</summary>
              <Field id="recovery" label={words.recoveryCode} type="text" autoComplete="off" hint={words.recoveryHint} />
            </details>
          </>
        )}
        <p>
          <button type="submit" className="button main">
            {changing ? words.change : words.button}
          </button>
        </p>
      </form>
      {!changing && <p className="quiet small block">{words.forgotten}</p>}
      <p className="small">
        <Link to="/sign-in">{words.back}</Link>
      </p>
    </div>
  );
}

/** Either of them will do. */
const CODES = ['code', 'recovery'];

function Field({
  id,
  label,
  type,
  autoComplete,
  value,
  hint,
  numeric = false,
}: {
  id: string;
  label: string;
  type: 'text' | 'password';
  autoComplete: string;
  value?: string | undefined;
  hint?: string;
  numeric?: boolean;
}) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        name={id}
        type={type}
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellCheck={false}
        required={!CODES.includes(id)}
        inputMode={numeric ? 'numeric' : undefined}
        maxLength={200}
        defaultValue={value}
        aria-describedby={hint ? `${id}-hint` : undefined}
      />
      {hint && (
        <span id={`${id}-hint`} className="quiet small">
          {hint}
        </span>
      )}
    </div>
  );
}
