import type { ApiPerson, ApiSecondFactor, ApiSessions, ApiTokenMade, ApiTokens } from '@biotope/node/contract';
import { Link, redirect, useActionData, useLoaderData, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { load } from '../../api/load.ts';
import { signInAddress } from '../../api/send.ts';
import { visitorOf } from '../../api/visitor.ts';
import { useWords } from '../../language/use-words.tsx';
import { Copyable } from '../../parts/copy-button.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { changeAccount, type Step } from './change-account.ts';
import { PasswordForm } from './password-form.tsx';
import { Profile } from './profile.tsx';
import { RoleTable } from './role-table.tsx';
import { SecondFactor } from './second-factor.tsx';
import { Sessions } from './sessions.tsx';
import { Tokens } from './tokens.tsx';

export async function loader({ url, context }: LoaderFunctionArgs) {
  const visitor = await visitorOf(context);
  if (!visitor) throw redirect(signInAddress(url), 303);
  if (visitor.kind !== 'person') return { me: null };
  const [me, sessions, tokens] = await Promise.all([
    load<ApiPerson>(context, '/api/v1/me'),
    load<ApiSessions>(context, '/api/v1/me/sessions'),
    load<ApiTokens>(context, '/api/v1/me/tokens'),
  ]);
  const factor = me.account === null ? null : await load<ApiSecondFactor>(context, '/api/v1/me/second-factor');
  return { me, factor, sessions: sessions.items, tokens: tokens.items, today: new Date().toISOString().slice(0, 10) };
}

export const action = (args: ActionFunctionArgs) => changeAccount(args);

/** One's own account: who one is here, in which roles, where one is signed in, one's tokens. */
export default function AccountPage() {
  const loaded = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useWords();
  const words = t.account.page;
  const refused = (step: Step) => (answer && 'problem' in answer && answer.step === step ? answer.problem.detail : undefined);
  const done = (step: Step) => answer !== undefined && 'done' in answer && answer.step === step;
  const made: ApiTokenMade | undefined = answer && 'token' in answer ? answer.token : undefined;
  return (
    <>
      <PageTitle>{words.title}</PageTitle>
      <h1>{words.title}</h1>
      {loaded.me === null ? (
        <>
          <p className="lead">{words.operator}</p>
          <p className="chips block">
            <Link className="button" to="/people">
              {words.people}
            </Link>
            <Link className="button" to="/programs">
              {words.programs}
            </Link>
          </p>
        </>
      ) : (
        <>
          <Profile me={loaded.me} saved={done('profile')} refused={refused('profile')} />
          <section className="block">
            <h2>{words.rolesTitle}</h2>
            {loaded.me.roles.length === 0 ? <p className="quiet">{words.noRoles}</p> : <RoleTable roles={loaded.me.roles} />}
            {loaded.me.roles.some(({ role }) => role === 'operator') && (
              <p className="chips">
                <Link to="/people">{words.people}</Link> <Link to="/programs">{words.programs}</Link>
              </p>
            )}
          </section>
          <Sessions sessions={loaded.sessions} ended={done('session')} refused={refused('session')} />
          {made && (
            <Notice id="made">
              <p>{words.tokenMade}</p>
              <p>
                <Copyable text={made.token} what={made.name} />
              </p>
              <p className="small quiet">
                {words.tokenHow} <code>Authorization: Bearer …</code>
              </p>
            </Notice>
          )}
          <Tokens tokens={loaded.tokens} today={loaded.today} refused={refused('token')} />
          {loaded.me.account !== null && (
            <PasswordForm changed={done('password')} refused={answer && 'problem' in answer && answer.step === 'password' ? answer.problem : undefined} />
          )}
          {loaded.factor && (
            <SecondFactor
              factor={loaded.factor}
              begun={answer && 'begun' in answer ? answer.begun : undefined}
              recoveryCodes={answer && 'recoveryCodes' in answer ? answer.recoveryCodes : undefined}
              refused={answer && 'problem' in answer && answer.step.startsWith('factor-') ? { step: answer.step, problem: answer.problem } : undefined}
              removed={done('factor-remove')}
            />
          )}
        </>
      )}
    </>
  );
}
