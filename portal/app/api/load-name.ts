import type { ApiResource, ApiTombstone } from '@biotope/node/contract';
import { data, type RouterContextProvider } from 'react-router';
import type { LanguageMap } from './contract.ts';
import { ask, problemOf, segment } from './load.ts';

/** A resource's title; a withdrawn one still has its own. */
export async function loadName(context: Readonly<RouterContextProvider>, id: string): Promise<LanguageMap> {
  const response = await ask(context, `/api/v1/resources/${segment(id)}`);
  if (!response.ok && response.status !== 410) throw data(await problemOf(response), { status: response.status });
  const { title } = (await response.json()) as ApiResource | ApiTombstone;
  return title;
}
