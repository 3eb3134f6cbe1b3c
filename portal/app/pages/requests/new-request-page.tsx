import type { ApiRequests, ApiResource } from '@biotope/node/contract';
import { Link, useActionData, useLoaderData, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { load, query, segment } from '../../api/load.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { applyWith } from './apply.ts';
import { ApplicationForm } from './application-form.tsx';
import { loadSignedIn } from './signed-in.ts';
import { RequestStatusMark } from './turn-line.tsx';

export async function loader({ url, context }: LoaderFunctionArgs) {
  const id = url.searchParams.get('resource');
  // Whoever is not signed in is led there before anything is written.
  const { items: earlier } = await loadSignedIn<ApiRequests>({ context, url }, `/api/v1/requests${query({ resource: id, limit: 5 })}`);
  return {
    earlier,
    resource: id ? await load<ApiResource>(context, `/api/v1/resources/${segment(id)}`) : null,
  };
}

export const action = async ({ request, url, context }: ActionFunctionArgs) =>
  applyWith({ context, url }, await request.formData(), { resource: url.searchParams.get('resource') ?? '' });

/** The way to ask for access to a resource. */
export default function NewRequestPage() {
  const { resource, earlier } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t, say } = useWords();
  const words = t.requests.ask;
  if (!resource)
    return (
      <>
        <PageTitle>{t.requests.title}</PageTitle>
        <h1>{t.requests.title}</h1>
        <p className="lead">{words.noResource}</p>
        <p className="block">
          <Link className="button" to="/search?category=data">
            {t.requests.find}
          </Link>
        </p>
      </>
    );
  const title = words.title(say(resource.title));
  return (
    <>
      <PageTitle>{title}</PageTitle>
      <p className="crumbs">
        <Link to={`/r/${resource.id}`}>
          <Said of={resource.title} />
        </Link>
      </p>
      <h1>{title}</h1>
      <p className="lead">{words.lead}</p>
      {earlier.length > 0 && (
        <div className="banner calm">
          {words.earlier}
          <ul>
            {earlier.map(({ id, purpose, status }) => (
              <li key={id}>
                <Link to={`/requests/${id}`}>{purpose ?? id}</Link> <RequestStatusMark status={status} />
              </li>
            ))}
          </ul>
        </div>
      )}
      <ApplicationForm answer={answer} />
    </>
  );
}
