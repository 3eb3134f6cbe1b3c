import type { ApiAgreements } from '@biotope/node/contract';
import { Link, useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { load } from '../../api/load.ts';
import { hasRole } from '../../api/visitor.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { Day } from '../../parts/day.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { useVisitor } from '../../parts/use-visitor.ts';

export const loader = ({ context }: LoaderFunctionArgs) => load<ApiAgreements>(context, '/api/v1/agreements');

/** The agreements of this node, as they read now; for stewards the way to write one. */
export default function AgreementsPage() {
  const { items } = useLoaderData<typeof loader>();
  const { t } = useWords();
  const visitor = useVisitor();
  const words = t.requests.agreement;
  return (
    <>
      <PageTitle>{words.list}</PageTitle>
      <h1>{words.list}</h1>
      <p className="lead">{words.listLead}</p>
      {items.length === 0 ? (
        <p className="block">{words.none}</p>
      ) : (
        <ul className="ruled block">
          {items.map(({ id, title, version, at, accepted }) => (
            <li key={id}>
              <Link to={`/agreements/${id}`}>
                <Said of={title} />
              </Link>{' '}
              <span className="small quiet">
                <code>{id}</code> · {words.version(version)} · <Day at={at} table />
                {accepted && ` · ${words.acceptedShort}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {hasRole(visitor, 'steward') && (
        <form action="/agreements/edit" method="get" className="block stack">
          <label htmlFor="agreement-id">{words.newName}</label>
          <div className="one-line">
            <input id="agreement-id" name="id" type="text" required maxLength={100} pattern="[a-z0-9][a-z0-9.\-]*" placeholder="cohort-use" autoComplete="off" />
            <button type="submit" className="button">
              {words.write}
            </button>
          </div>
        </form>
      )}
    </>
  );
}
