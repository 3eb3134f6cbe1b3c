import type { ApiNode, ApiProblem, ApiProgramMade, ApiPrograms } from '@biotope/node/contract';
import { data, Form, Link, useActionData, useLoaderData, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { load, segment } from '../../api/load.ts';
import { change, written } from '../../api/send.ts';
import { useWords } from '../../language/use-words.tsx';
import { Copyable } from '../../parts/copy-button.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { EndButton } from '../account/end-button.tsx';
import { NameScopesExpiry } from '../account/name-scopes-expiry.tsx';
import { Refusal } from '../account/refusal.tsx';
import { signedInOnly } from './signed-in-only.ts';

export async function loader({ url, context }: LoaderFunctionArgs) {
  await signedInOnly({ url, context });
  const [programs, node] = await Promise.all([load<ApiPrograms>(context, '/api/v1/programs'), load<ApiNode>(context, '/api/v1/node')]);
  return { programs: programs.items, tokenAddress: `${node.url}/oidc/token`, today: new Date().toISOString().slice(0, 10) };
}

type Answer = { problem: ApiProblem } | { ended: true } | { made: ApiProgramMade };

export async function action({ request, url, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const id = written(form, 'id');
  const outcome = id
    ? await change<ApiProgramMade>({ context, url }, `/api/v1/programs/${segment(id)}`, {}, 'DELETE')
    : await change<ApiProgramMade>({ context, url }, '/api/v1/programs', {
        name: written(form, 'name') ?? '',
        scopes: form.getAll('scope').map(String),
        expires: `${written(form, 'expires') ?? ''}T23:59:59Z`,
      });
  if ('problem' in outcome) return data<Answer>({ problem: outcome.problem }, { status: outcome.problem.status });
  return data<Answer>(id ? { ended: true } : { made: outcome.done });
}

/** Programs registered here, each to be ended, and registering another. */
export default function ProgramsPage() {
  const { programs, tokenAddress, today } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t, format } = useWords();
  const words = t.account.programs;
  return (
    <>
      <PageTitle>{words.title}</PageTitle>
      <p className="crumbs">
        <Link to="/people">{t.account.people.title}</Link>
      </p>
      <h1>{words.title}</h1>
      <p className="lead">
        {words.lead} <code>{tokenAddress}</code>
      </p>
      {answer && 'ended' in answer && <Notice id="ended">{t.account.page.ended}</Notice>}
      {answer && 'made' in answer && (
        <Notice id="made">
          <p>{words.made}</p>
          <dl className="facts">
            <dt>{words.id}</dt>
            <dd>
              <Copyable text={answer.made.id} what={words.id} />
            </dd>
            <dt>{words.secret}</dt>
            <dd>
              <Copyable text={answer.made.secret} what={words.secret} />
            </dd>
          </dl>
        </Notice>
      )}
      <Refusal detail={answer && 'problem' in answer ? answer.problem.detail : undefined} />
      {programs.length === 0 ? (
        <p className="block quiet">{words.none}</p>
      ) : (
        <div className="wide block">
          <table>
            <thead>
              <tr>
                <th>{words.name}</th>
                <th>{words.id}</th>
                <th>{t.account.page.tokenScopes}</th>
                <th>{t.account.page.tokenExpires}</th>
                <th>{words.end}</th>
              </tr>
            </thead>
            <tbody>
              {programs.map((program) => (
                <tr key={program.id}>
                  <th scope="row">{program.name}</th>
                  <td>
                    <code>{program.id}</code>
                  </td>
                  <td>{program.scopes.map((scope) => t.account.scopes[scope]).join(t.comma)}</td>
                  <td className="nowrap">{format.isoDay(program.expires)}</td>
                  <td>
                    <EndButton id={program.id} what={program.name} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <section className="block" id="add">
        <h2>{words.add}</h2>
        <Form method="post" className="stack token-form" key={programs.length}>
          <NameScopesExpiry today={today} name={words.name} />
          <p>
            <button type="submit" className="button">
              {words.add}
            </button>
          </p>
        </Form>
      </section>
    </>
  );
}
