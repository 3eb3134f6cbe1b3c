import type { ApiAccountReset, ApiPerson, ApiProblem } from '@biotope/node/contract';
import { data, Form, Link, useActionData, useLoaderData, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { load, segment } from '../../api/load.ts';
import { change, written } from '../../api/send.ts';
import { useWords } from '../../language/use-words.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Refusal } from '../account/refusal.tsx';
import { GiveRole, TakeRole } from './role-forms.tsx';
import { OneTimeSecret } from './one-time-secret.tsx';
import { PersonFields } from './person-fields.tsx';
import { RoleTable } from '../account/role-table.tsx';
import { signedInOnly } from './signed-in-only.ts';

export async function loader({ params, url, context }: LoaderFunctionArgs) {
  await signedInOnly({ url, context });
  return load<ApiPerson>(context, `/api/v1/people/${segment(params['id'] ?? '')}`);
}

type Answer = { problem: ApiProblem } | { done: true } | { reset: ApiAccountReset };

export async function action({ request, params, url, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const here = { context, url };
  const person = `/api/v1/people/${segment(params['id'] ?? '')}`;
  const step = form.get('step');
  const say = (outcome: { done: unknown } | { problem: ApiProblem }) =>
    'problem' in outcome ? data<Answer>({ problem: outcome.problem }, { status: outcome.problem.status }) : data<Answer>({ done: true });
  if (step === 'give') {
    const until = written(form, 'until');
    return say(await change(here, `${person}/roles`, { role: form.get('role'), scope: written(form, 'scope') ?? 'node', ...(until ? { until: `${until}T23:59:59Z` } : {}) }));
  }
  if (step === 'take') return say(await change(here, `${person}/roles/${segment(written(form, 'role') ?? '')}`, {}, 'DELETE'));
  if (step === 'sign-out') return say(await change(here, `${person}/sessions`, {}, 'DELETE'));
  if (step === 'shut' || step === 'let-in') return say(await change(here, person, { disabled: step === 'shut' }, 'PATCH'));
  if (step === 'reset') {
    const outcome = await change<ApiAccountReset>(here, `/api/v1/accounts/${segment(written(form, 'login') ?? '')}/reset`);
    return 'problem' in outcome ? say(outcome) : data<Answer>({ reset: outcome.done });
  }
  const fields = ['email', 'orcid', 'organisation', 'country'].map((field) => [field, written(form, field) ?? null]);
  return say(await change(here, person, { name: written(form, 'name') ?? '', ...Object.fromEntries(fields) }, 'PATCH'));
}

/** One person, for those who manage people: what is known, roles, ways in. */
export default function PersonPage() {
  const person = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useWords();
  const words = t.account.people;
  return (
    <>
      <PageTitle>{person.name}</PageTitle>
      <p className="crumbs">
        <Link to="/people">{words.title}</Link>
      </p>
      <h1>
        {person.name} {person.disabled && <span className="status">{words.shutOut}</span>}
      </h1>
      {answer && 'done' in answer && <Notice id="done">{words.given}</Notice>}
      {answer && 'reset' in answer && (
        <Notice id="reset">
          <OneTimeSecret {...answer.reset} />
        </Notice>
      )}
      <Refusal detail={answer && 'problem' in answer ? answer.problem.detail : undefined} />
      <section className="block" id="roles">
        <h2>{words.roles}</h2>
        {person.roles.length === 0 ? (
          <p className="quiet">{t.none}</p>
        ) : (
          <RoleTable roles={person.roles} last={{ title: words.take, cell: (held) => <TakeRole id={held.id} what={words.takeWhat(t.account.roles[held.role], held.scope)} /> }} />
        )}
        <GiveRole key={person.roles.length} />
      </section>
      <PersonFields person={person} />
      <WaysIn person={person} />
    </>
  );
}

function WaysIn({ person }: { person: ApiPerson }) {
  const { t } = useWords();
  const words = t.account.people;
  const ways = [...new Set([...(person.account ? ['node'] : []), ...person.providers])].map((id) => t.account.page.providerNames[id] ?? id);
  return (
    <section className="block" id="ways">
      <h2>{words.ways}</h2>
      <p>
        {ways.join(t.comma) || t.none}
        {person.account && t.brackets(person.account)}
      </p>
      <Form method="post" className="chips" preventScrollReset>
        {person.account && <input type="hidden" name="login" value={person.account} />}
        {person.account && (
          <button type="submit" name="step" value="reset" className="button">
            {words.reset}
          </button>
        )}
        <button type="submit" name="step" value="sign-out" className="button">
          {words.signOut}
        </button>
        <button type="submit" name="step" value={person.disabled ? 'let-in' : 'shut'} className="button">
          {person.disabled ? words.letIn : words.shut}
        </button>
      </Form>
      {!person.disabled && <p className="small quiet">{words.shutText}</p>}
    </section>
  );
}
