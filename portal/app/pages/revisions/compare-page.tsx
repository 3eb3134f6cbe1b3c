import type { ApiRevisionComparison } from '@biotope/node/contract';
import { Link, useLoaderData, type LoaderFunctionArgs } from 'react-router';
import type { FieldName } from '../../api/contract.ts';
import { loadName } from '../../api/load-name.ts';
import { load, query, segment } from '../../api/load.ts';
import { useWords } from '../../language/use-words.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Difference } from './difference.tsx';

export async function loader({ params, request, context }: LoaderFunctionArgs) {
  const id = params['id'] ?? '';
  const search = new URL(request.url).searchParams;
  const [name, comparison] = await Promise.all([
    loadName(context, id),
    load<ApiRevisionComparison>(context, `/api/v1/resources/${segment(id)}/revisions/compare${query({ from: search.get('from'), to: search.get('to') })}`),
  ]);
  return { id, name, comparison };
}

export default function ComparePage() {
  const { id, name, comparison } = useLoaderData<typeof loader>();
  const { t, say } = useWords();
  const title = say(name);
  return (
    <>
      <PageTitle>{`${t.revisions.compareTitle(comparison.from, comparison.to)}, ${title}`}</PageTitle>
      <p className="crumbs">
        <Link to={`/r/${id}`}>{title}</Link> › <Link to={`/r/${id}/revisions`}>{t.revisions.title}</Link>
      </p>
      <h1>{t.revisions.compareTitle(comparison.from, comparison.to)}</h1>
      <p className="lead">{t.revisions.compareLead(title)}</p>
      {comparison.fields.length === 0 && <p className="banner calm">{t.revisions.same}</p>}
      {comparison.fields.map(({ field, before, after }) => (
        <section key={field} className="block">
          <h2>{t.fields[field as FieldName] ?? field}</h2>
          <Difference before={before} after={after} />
        </section>
      ))}
    </>
  );
}
