import type { ApiLedger, ApiLedgerVerification } from '@biotope/node/contract';
import { Link, useLoaderData, useSearchParams, type LoaderFunctionArgs } from 'react-router';
import { keepersOnly } from '../../api/keeper.ts';
import { load, query } from '../../api/load.ts';
import { useWords } from '../../language/use-words.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Paging } from '../../parts/paging.tsx';
import { Chain } from './chain.tsx';
import { EntryTable } from './entry-table.tsx';
import { Wanted } from './wanted.tsx';

const PAGE = 50;
const WANTED = ['actor', 'action', 'subject', 'from', 'until'] as const;

export async function loader({ url, context }: LoaderFunctionArgs) {
  await keepersOnly({ context, url });
  const search = url.searchParams;
  const wanted = Object.fromEntries(WANTED.map((name) => [name, search.get(name)]));
  const [ledger, verification] = await Promise.all([
    load<ApiLedger>(context, `/api/v1/ledger${query({ ...wanted, cursor: search.get('cursor'), limit: PAGE })}`),
    search.has('check') ? load<ApiLedgerVerification>(context, '/api/v1/ledger/verification') : null,
  ]);
  return { ledger, verification };
}

/** The node's book, for those who may read it. */
export default function LedgerPage() {
  const { ledger, verification } = useLoaderData<typeof loader>();
  const { t } = useWords();
  const [search] = useSearchParams();
  const narrowed = WANTED.some((name) => search.get(name));
  return (
    <>
      <PageTitle>{t.ledger.title}</PageTitle>
      <h1>{t.ledger.title}</h1>
      <p className="lead">{t.ledger.lead}</p>
      <Chain verification={verification} />
      <Wanted />
      {narrowed && (
        <p>
          <Link to="/ledger">{t.ledger.all}</Link>
        </p>
      )}
      {ledger.items.length > 0 ? <EntryTable entries={ledger.items} /> : <p className="banner calm">{t.ledger.empty}</p>}
      <Paging next={ledger.next} forget={['check']} />
    </>
  );
}
