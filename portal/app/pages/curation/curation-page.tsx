import type { ApiProposal, ApiProposals } from '@biotope/node/contract';
import { useActionData, useLoaderData, useSearchParams, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { keepersOnly } from '../../api/keeper.ts';
import { ask, load, query } from '../../api/load.ts';
import { useWords } from '../../language/use-words.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Paging } from '../../parts/paging.tsx';
import { decide } from './decide.ts';
import { EmptyQueue, LookForDoubles } from './empty-queue.tsx';
import { Proposal } from './proposal.tsx';
import { QueueChoices, STATES, TYPES } from './queue-choices.tsx';

const PAGE = 20;

export async function loader({ url, context }: LoaderFunctionArgs) {
  await keepersOnly({ context, url });
  const search = url.searchParams;
  const type = TYPES.find((it) => it === search.get('type')) ?? null;
  const state = STATES.find((it) => it === search.get('state')) ?? 'open';
  const [queue, decided] = await Promise.all([
    load<ApiProposals>(context, `/api/v1/curation/proposals${query({ type, state, cursor: search.get('cursor'), limit: PAGE })}`),
    loadDecided(search.get('decided'), (path) => ask(context, path)),
  ]);
  return { queue, decided, type, state };
}

/** The proposal that was decided a moment ago: it stays where it stood, with the way back. */
async function loadDecided(id: string | null, get: (path: string) => Promise<Response>): Promise<ApiProposal | null> {
  if (!id || !/^\d{1,15}$/.test(id)) return null;
  const response = await get(`/api/v1/curation/proposals/${id}`);
  return response.ok ? ((await response.json()) as ApiProposal) : null;
}

export const action = (args: ActionFunctionArgs) => decide(args);

/** The curator's queue: each card holds what it takes to decide. */
export default function CurationPage() {
  const { queue, decided, type, state } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { t } = useWords();
  const [search] = useSearchParams();
  const items = inPlace(queue.items, decided);
  const looked = search.get('looked');
  return (
    <>
      <PageTitle>{t.curation.queue.title}</PageTitle>
      <h1>{t.curation.queue.title}</h1>
      <p className="lead">{t.curation.queue.lead}</p>
      <QueueChoices type={type} state={state} open={queue.open} />
      {looked !== null && <Notice id="looked">{t.curation.queue.looked(Number(looked) || 0)}</Notice>}
      {refused && !items.some(({ id }) => id === refused.proposal) && <Refusal detail={refused.problem.detail} />}
      <div className="queue-head">
        {queue.total > 0 && <h2>{t.curation.queue.total(queue.total)}</h2>}
        {state === 'open' && (type === null || type === 'merge') && queue.total > 0 && <LookForDoubles />}
      </div>
      {items.length > 0 && (
        <ol className="proposals">
          {items.map((it) => (
            <Proposal
              key={it.id}
              proposal={it}
              recent={it.id === decided?.id}
              refusal={refused?.proposal === it.id ? refused.problem : undefined}
              first={items.find(({ type: other, state: its }) => other === it.type && its === 'open') === it}
            />
          ))}
        </ol>
      )}
      {queue.items.length === 0 && !decided && <EmptyQueue type={type} state={state} />}
      <Paging next={queue.next} forget={['decided', 'looked']} />
    </>
  );
}

/** The queue is in the order of numbers, the newest first; so is what was just decided among it. */
function inPlace(items: ApiProposal[], decided: ApiProposal | null): ApiProposal[] {
  if (!decided || items.some(({ id }) => id === decided.id)) return items;
  return [...items, decided].toSorted((a, b) => Number(b.id) - Number(a.id));
}

function Refusal({ detail }: { detail: string }) {
  const { t } = useWords();
  return (
    <p className="banner bad" role="alert">
      <b>{t.curation.queue.failed}.</b> <span lang="en">{detail}</span>
    </p>
  );
}
