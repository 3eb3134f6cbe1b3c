import type { ApiProblem, ApiSearchAnswer } from '@biotope/node/contract';
import { data, useLoaderData, useSearchParams, type LoaderFunctionArgs } from 'react-router';
import { ask, problemOf, query } from '../../api/load.ts';
import { chooseLanguage } from '../../language/choose-language.ts';
import { useWords } from '../../language/use-words.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Paging } from '../../parts/paging.tsx';
import { SearchBox } from '../../parts/search-box.tsx';
import { chosenIn, FACET_NAMES, SORT_NAMES } from './choices.ts';
import { DownloadTable } from './download-table.tsx';
import { EmptyResult } from './empty-result.tsx';
import { Facets } from './facets.tsx';
import { Chosen } from './chosen.tsx';
import { QueryHelp } from './query-help.tsx';
import { LiveLine } from './live/live-line.tsx';
import { LiveSection } from './live/live-section.tsx';
import { liveAnswer, membersToAsk } from './live/load-live.ts';
import type { Live, ToAsk } from './live/shapes.ts';
import { useLive } from './live/use-live.ts';
import { ResultCard } from './result-card.tsx';
import { SortLinks } from './sort-links.tsx';
import { SyntaxError } from './syntax-error.tsx';
import { Understood } from './understood.tsx';

const PAGE = 20;
/** Of each facet; those past the first stand behind "more". */
const FACET_VALUES = 50;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams;
  const language = chooseLanguage(request);
  const passed = query({
    q: search.get('q')?.trim(),
    ...chosenIn(search),
    sort: search.get('sort'),
    limit: PAGE,
    facetLimit: FACET_VALUES,
    cursor: search.get('cursor'),
    language,
  });
  const [response, live] = await Promise.all([ask(context, `/api/v1/resources${passed}`), search.has('cursor') ? NOBODY : withMembers(context, search, language)]);
  if (response.ok) return { answer: (await response.json()) as ApiSearchAnswer, problem: null, ...live };
  const problem = await problemOf(response);
  /** A query that can't be read is answered in its place; anything else is no matter of the query. */
  if (!problem.errors?.some((flaw) => /^\d+:\d+$/.test(flaw.pointer))) throw data(problem, { status: response.status });
  return data({ answer: null, problem, ...NOBODY } as { answer: ApiSearchAnswer | null; problem: ApiProblem | null } & WithMembers, { status: response.status });
}

interface WithMembers {
  toAsk: ToAsk;
  live: Live | null;
}
const NOBODY: WithMembers = { toAsk: { members: [], deadline: 0 }, live: null };

/** Whom the reader may ask, and what they answered where the address asks them. */
async function withMembers(context: LoaderFunctionArgs['context'], search: URLSearchParams, language: string): Promise<WithMembers> {
  const toAsk = await membersToAsk(context);
  return { toAsk, live: toAsk.members.length > 0 && search.has('live') ? await liveAnswer(context, search, toAsk, language) : null };
}

export default function SearchPage() {
  const { answer, problem, toAsk, live: loaded } = useLoaderData<typeof loader>();
  const { live, start } = useLive(toAsk, loaded);
  const { t } = useWords();
  const [search] = useSearchParams();
  const q = search.get('q')?.trim() ?? '';
  const chosen = chosenIn(search);
  const filtered = FACET_NAMES.some((name) => chosen[name].length > 0);
  const sort = SORT_NAMES.find((it) => it === search.get('sort'));

  const heading = () => {
    if (!answer) return t.search.title;
    if (q) return t.search.totalFor(answer.total, q);
    return filtered ? t.search.total(answer.total) : t.search.everything(answer.total);
  };

  return (
    <>
      <PageTitle>{q ? t.search.titleOf(q) : t.search.title}</PageTitle>
      <div className="search-top">
        <SearchBox id="search" large keep={{ ...chosen, sort: sort ? [sort] : [] }} />
        <QueryHelp open={problem !== null} />
      </div>
      {problem && <SyntaxError q={q} problem={problem} />}
      {answer && (
        <div className="search-columns">
          <div className="results">
            <div className="heading-row results-head">
              <h1 aria-live="polite">{heading()}</h1>
              <div className="results-tools">
                <SortLinks />
                {answer.total > 0 && <DownloadTable />}
              </div>
            </div>
            {toAsk.members.length > 0 && <LiveLine toAsk={toAsk} live={live} start={start} />}
            <Chosen facets={answer.facets} />
            <Understood q={q} understood={answer.understood} />
            {answer.items.length === 0 ? (
              <EmptyResult filtered={filtered} />
            ) : (
              <ol className="cards" aria-label={t.search.results}>
                {answer.items.map((item) => (
                  <ResultCard key={item.id} item={item} />
                ))}
              </ol>
            )}
            <Paging next={answer.next} forget={['live']} />
            {live && <LiveSection live={live} start={start} />}
          </div>
          <Facets facets={answer.facets} />
        </div>
      )}
    </>
  );
}
