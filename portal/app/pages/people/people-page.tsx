import type { ApiPeople, ApiPersonMade, ApiProblem } from '@biotope/node/contract';
import { data, Form, Link, useActionData, useLoaderData, useSearchParams, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { load, query } from '../../api/load.ts';
import { change, written } from '../../api/send.ts';
import type { Role } from '../../api/visitor.ts';
import { useWords } from '../../language/use-words.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Paging } from '../../parts/paging.tsx';
import { Refusal } from '../account/refusal.tsx';
import { Scope } from '../account/role-table.tsx';
import { OneTimeSecret } from './one-time-secret.tsx';
import { ROLES } from './roles.ts';
import { signedInOnly } from './signed-in-only.ts';

export async function loader({ url, context }: LoaderFunctionArgs) {
  await signedInOnly({ url, context });
  const search = url.searchParams;
  const role = ROLES.find((it) => it === search.get('role')) ?? null;
  return load<ApiPeople>(context, `/api/v1/people${query({ q: search.get('q')?.trim().slice(0, 200), role, cursor: search.get('cursor'), limit: 50 })}`);
}

type Answer = { made: ApiPersonMade } | { problem: ApiProblem };

export async function action({ request, url, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const outcome = await change<ApiPersonMade>({ context, url }, '/api/v1/people', {
    name: written(form, 'name') ?? '',
    ...Object.fromEntries(['login', 'email', 'organisation'].map((field) => [field, written(form, field)]).filter(([, value]) => value !== undefined)),
  });
  return 'problem' in outcome ? data<Answer>({ problem: outcome.problem }, { status: outcome.problem.status }) : data<Answer>({ made: outcome.done });
}

/** Everybody known here, found by name or role; and adding somebody. */
export default function PeoplePage() {
  const { items, next } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const { t } = useWords();
  const words = t.account.people;
  return (
    <>
      <PageTitle>{words.title}</PageTitle>
      <h1>{words.title}</h1>
      <p className="lead">{words.lead}</p>
      <Form method="get" className="people-search" role="search">
        <label htmlFor="q">{words.find}</label>
        <div className="one-line">
          <input id="q" name="q" type="search" defaultValue={search.get('q') ?? ''} maxLength={200} />
          <select name="role" aria-label={words.roles} defaultValue={search.get('role') ?? ''}>
            <option value="">{words.anyRole}</option>
            {ROLES.map((role) => (
              <option key={role} value={role}>
                {t.account.roles[role]}
              </option>
            ))}
          </select>
          <button type="submit" className="button">
            {words.button}
          </button>
        </div>
      </Form>
      {answer && 'made' in answer && <Made person={answer.made} />}
      {items.length === 0 ? <p className="block quiet">{words.none}</p> : <PeopleTable people={items} />}
      <Paging next={next} />
      <section className="block" id="add">
        <h2>{words.add}</h2>
        <p className="quiet">{words.addLead}</p>
        <Refusal detail={answer && 'problem' in answer ? answer.problem.detail : undefined} />
        <Form method="post" className="person-fields" key={answer && 'made' in answer ? answer.made.id : 'new'}>
          <label htmlFor="name">{t.account.page.name}</label>
          <input id="name" name="name" type="text" required maxLength={200} autoComplete="off" />
          <label htmlFor="login">{words.login}</label>
          <input id="login" name="login" type="text" maxLength={64} pattern="[a-z0-9][a-z0-9._@\-]+" title={words.loginHint} autoCapitalize="none" autoComplete="off" />
          <label htmlFor="email">{t.account.page.email}</label>
          <input id="email" name="email" type="email" maxLength={254} autoComplete="off" />
          <label htmlFor="organisation">{words.organisation}</label>
          <input id="organisation" name="organisation" type="text" maxLength={104} placeholder={words.organisationHint} autoComplete="off" />
          <span />
          <p>
            <button type="submit" className="button">
              {words.addButton}
            </button>
          </p>
        </Form>
      </section>
    </>
  );
}

function Made({ person }: { person: ApiPersonMade }) {
  const { t } = useWords();
  return (
    <Notice id="made">
      <p>
        <Link to={`/people/${person.id}`}>{person.name}</Link>
      </p>
      {person.secret && <OneTimeSecret login={person.account ?? ''} secret={person.secret} />}
      {!person.secret && <p>{t.account.people.given}</p>}
    </Notice>
  );
}

function PeopleTable({ people }: { people: ApiPeople['items'] }) {
  const { t, format } = useWords();
  const words = t.account.people;
  const nameOf = (role: Role) => t.account.roles[role];
  return (
    <div className="wide block">
      <table>
        <thead>
          <tr>
            <th>{words.person}</th>
            <th>{words.organisation}</th>
            <th>{words.roles}</th>
            <th>{words.created}</th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.id}>
              <th scope="row">
                <Link to={`/people/${person.id}`}>{person.name}</Link> {person.disabled && <span className="status">{words.shutOut}</span>}
                <div className="small quiet">{[person.account, person.email].filter(Boolean).join(' · ')}</div>
              </th>
              <td>{person.organisation ? <code>{person.organisation}</code> : <span className="quiet">{t.unknown}</span>}</td>
              <td>
                {person.roles.map((held, i) => (
                  <span key={held.id}>
                    {i > 0 && t.comma}
                    {nameOf(held.role)}
                    <span className="small quiet">
                      {' '}
                      <Scope scope={held.scope} />
                    </span>
                  </span>
                ))}
              </td>
              <td className="nowrap">{format.isoDay(person.created)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
