import type { ApiRequest } from '@biotope/node/contract';
import { Link, redirect, useActionData, useLoaderData, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { segment } from '../../api/load.ts';
import { useWords } from '../../language/use-words.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { applyWith } from './apply.ts';
import { ApplicationForm } from './application-form.tsx';
import { loadSignedIn } from './signed-in.ts';

export async function loader({ params, url, context }: LoaderFunctionArgs) {
  const request = await loadSignedIn<ApiRequest>({ context, url }, `/api/v1/requests/${segment(params['id'] ?? '')}`);
  if (!request.steps.includes('amended')) throw redirect(`/requests/${request.id}`, 303);
  return { request };
}

export async function action({ request, params, url, context }: ActionFunctionArgs) {
  const id = params['id'] ?? '';
  const { resource } = await loadSignedIn<ApiRequest>({ context, url }, `/api/v1/requests/${segment(id)}`);
  return applyWith({ context, url }, await request.formData(), { resource: resource.id, request: id });
}

/** A draft, to be amended. */
export default function EditRequestPage() {
  const { request } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t, say } = useWords();
  const title = t.requests.ask.edit(say(request.resource.title));
  return (
    <>
      <PageTitle>{title}</PageTitle>
      <p className="crumbs">
        <Link to={`/requests/${request.id}`}>{t.requests.one.title(say(request.resource.title))}</Link>
      </p>
      <h1>{title}</h1>
      <p className="lead">{t.requests.ask.lead}</p>
      <ApplicationForm application={request.application} answer={answer} />
    </>
  );
}
