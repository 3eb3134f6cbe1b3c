import type { ApiHarvests, ApiSources } from '@biotope/node/contract';
import { Link, useLoaderData, useSearchParams, type LoaderFunctionArgs } from 'react-router';
import { load, query } from '../../api/load.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Paging } from '../../parts/paging.tsx';
import { isHarvested } from '../sources/harvested.ts';
import { HarvestTable } from './harvest-table.tsx';

const PAGE = 50;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams;
  const [harvests, sources] = await Promise.all([
    load<ApiHarvests>(context, `/api/v1/harvests${query({ source: search.get('source'), cursor: search.get('cursor'), limit: PAGE })}`),
    load<ApiSources>(context, '/api/v1/sources'),
  ]);
  return { harvests, sources: sources.items.filter(isHarvested) };
}

export default function HarvestsPage() {
  const { harvests, sources } = useLoaderData<typeof loader>();
  const { t } = useWords();
  const [search] = useSearchParams();
  const chosen = search.get('source');
  return (
    <>
      <PageTitle>{t.harvests.title}</PageTitle>
      <h1>{t.harvests.title}</h1>
      <p className="lead">{t.harvests.lead}</p>
      <ul className="chips choices-row" aria-label={t.sources.title}>
        <li>
          <Link className="chip" aria-current={chosen ? undefined : 'true'} to="/harvests">
            {t.harvests.all}
          </Link>
        </li>
        {sources.map((source) => (
          <li key={source.id}>
            <Link className="chip" aria-current={chosen === source.id ? 'true' : undefined} to={`/harvests${query({ source: source.id })}`}>
              <Said of={source.title} />
            </Link>
          </li>
        ))}
      </ul>
      <div className="block">
        <HarvestTable harvests={harvests.items} />
      </div>
      <Paging next={harvests.next} />
    </>
  );
}
