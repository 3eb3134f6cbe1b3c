import type { ApiRevisions } from '@biotope/node/contract';
import { Link, useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { load, segment } from '../../api/load.ts';
import { loadName } from '../../api/load-name.ts';
import { useWords } from '../../language/use-words.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { RevisionTable } from './revision-table.tsx';

export async function loader({ params, context }: LoaderFunctionArgs) {
  const id = params['id'] ?? '';
  const [name, revisions] = await Promise.all([loadName(context, id), load<ApiRevisions>(context, `/api/v1/resources/${segment(id)}/revisions`)]);
  return { id, name, revisions: revisions.items };
}

export default function RevisionsPage() {
  const { id, name, revisions } = useLoaderData<typeof loader>();
  const { t, say } = useWords();
  const title = say(name);
  return (
    <>
      <PageTitle>{t.revisions.titleOf(title)}</PageTitle>
      <p className="crumbs">
        <Link to={`/r/${id}`}>{title}</Link>
      </p>
      <h1>{t.revisions.title}</h1>
      <p className="lead">{t.revisions.lead}</p>
      <form action={`/r/${id}/revisions/compare`} method="get" className="block stack">
        <RevisionTable id={id} revisions={revisions} choose={revisions.length > 1} />
        {revisions.length > 1 && (
          <button className="button main" type="submit">
            {t.revisions.compare}
          </button>
        )}
      </form>
    </>
  );
}
