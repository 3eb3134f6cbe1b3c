import type { ApiNotices, ApiRequests } from '@biotope/node/contract';
import { Link, useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { query } from '../../api/load.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { Day } from '../../parts/day.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Paging } from '../../parts/paging.tsx';
import { loadSignedIn } from './signed-in.ts';
import { RequestStatusMark, TurnLine } from './turn-line.tsx';

const TABS = ['mine', 'review', 'all'] as const;
const PAGE = 20;

export async function loader({ url, context }: LoaderFunctionArgs) {
  const tab = TABS.find((it) => it === url.searchParams.get('tab')) ?? 'mine';
  const [page, notices] = await Promise.all([
    loadSignedIn<ApiRequests>(
      { context, url },
      `/api/v1/requests${query({ scope: tab, resource: url.searchParams.get('resource'), cursor: url.searchParams.get('cursor'), limit: PAGE })}`,
    ),
    loadSignedIn<ApiNotices>({ context, url }, '/api/v1/notices'),
  ]);
  return { tab, page, notices: notices.items };
}

/** One's requests, and those one reviews, with whose turn each is. */
export default function RequestsPage() {
  const { tab, page, notices } = useLoaderData<typeof loader>();
  const { t, format } = useWords();
  const words = t.requests;
  const reviewing = notices.filter(({ turn }) => turn.who === 'reviewers').length;
  const counts = { mine: notices.length - reviewing, review: reviewing, all: 0 };
  return (
    <>
      <PageTitle>{words.title}</PageTitle>
      <h1>{words.title}</h1>
      <p className="lead">{words.lead}</p>
      {notices.length > 0 && (
        <p className="banner calm" role="status">
          {words.waiting(notices.length)}
        </p>
      )}
      <nav aria-label={words.tabsLabel} className="queue-choices">
        <ul className="tabs">
          {TABS.map((it) => (
            <li key={it}>
              <Link to={it === 'mine' ? '/requests' : `/requests?tab=${it}`} aria-current={it === tab ? 'page' : undefined}>
                {words.tabs[it]} {counts[it] > 0 && <span className="count">{format.number(counts[it])}</span>}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {page.items.length === 0 ? (
        <div className="block stack">
          <p>{words.empty[tab]}</p>
          {tab === 'mine' && (
            <p>
              <Link className="button" to="/search?category=data">
                {words.find}
              </Link>
            </p>
          )}
        </div>
      ) : (
        <ul className="requests ruled">
          {page.items.map((it) => (
            <RequestRow key={it.id} request={it} showAsker={tab !== 'mine'} reminded={notices.find(({ id }) => id === it.id)?.reminders.at(-1)?.stage} />
          ))}
        </ul>
      )}
      <Paging next={page.next} />
    </>
  );
}

interface Row {
  request: ApiRequests['items'][number];
  showAsker: boolean;
  /** The last reminder of the step it is at. */
  reminded: string | undefined;
}

function RequestRow({ request, showAsker, reminded }: Row) {
  const { t, format } = useWords();
  const { id, resource, purpose, asker, status, turn, submitted, created, until } = request;
  return (
    <li>
      <div className="request-head">
        <Link to={`/requests/${id}`}>
          <Said of={resource.title} />
        </Link>{' '}
        <RequestStatusMark status={status} />
        <span className="when small quiet">
          <Day at={submitted ?? created} table />
        </span>
      </div>
      {(purpose || showAsker) && (
        <p className="small">
          {purpose}
          {showAsker && <span className="quiet">{` ${t.requests.by} ${asker.name}`}</span>}
        </p>
      )}
      <p className="small">
        {turn.task === 'none' ? until && <span className="quiet">{t.requests.until(format.day(until))}</span> : <TurnLine turn={turn} />}
        {reminded && <span className="quiet"> {t.requests.stages[reminded]}</span>}
      </p>
    </li>
  );
}
