import type { ApiLiveAnswer, ApiMembersToAsk } from '@biotope/node/contract';
import type { RouterContextProvider } from 'react-router';
import { ask, query } from '../../../api/load.ts';
import { chosenIn } from '../choices.ts';
import { liveOf, type Live, type ToAsk } from './shapes.ts';

type Context = Readonly<RouterContextProvider>;

const SHOWN = 20;
/** Whoever asks again gives the members so many times as long, and no longer than the API allows. */
const MORE_TIME = 3;
const LONGEST = 30;

/** What an address of this page asks the members. Asking again asks all of them, also those that failed before. */
export function liveQuestion(search: URLSearchParams, { members, deadline }: ToAsk, { language, again }: { language: string; again: boolean }): string {
  return `/api/v1/federation/search${query({
    q: search.get('q')?.trim(),
    ...chosenIn(search),
    sort: search.get('sort'),
    limit: SHOWN,
    language,
    ...(again ? { deadline: Math.min(LONGEST, (deadline * MORE_TIME) / 1_000), member: members.map(({ node }) => node) } : {}),
  })}`;
}

/** Whom a question would go to; nobody where that cannot be told: the page does without. */
export async function membersToAsk(context: Context): Promise<ToAsk> {
  const response = await ask(context, '/api/v1/federation/search/members').catch(() => undefined);
  return response?.ok ? ((await response.json()) as ApiMembersToAsk) : { members: [], deadline: 0 };
}

/** The members' answer as part of the page, for whoever has no scripts. */
export async function liveAnswer(context: Context, search: URLSearchParams, toAsk: ToAsk, language: string): Promise<Live> {
  const response = await ask(context, liveQuestion(search, toAsk, { language, again: search.get('live') === 'again' }));
  if (response.ok) return liveOf((await response.json()) as ApiLiveAnswer);
  return { state: 'failed', members: toAsk.members, outcomes: [], results: { items: [], total: { atMost: 0 }, alreadyHere: 0 } };
}
