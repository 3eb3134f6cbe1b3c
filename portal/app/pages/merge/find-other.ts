import type { ApiResource, ApiSearchAnswer } from '@biotope/node/contract';
import type { RouterContextProvider } from 'react-router';
import { ask, load, query } from '../../api/load.ts';

type Context = Readonly<RouterContextProvider>;

/** A resource's own identifier, alone or at the end of its address. */
const IDENTIFIER = /^(?:.*\/r\/)?([0-9a-hjkmnp-tv-z]{12})$/;
const FOUND = 8;

/** Resources that may be meant by what was typed: an identifier of this node or of another registry, an address, or a name. */
export async function findOther(context: Context, typed: string): Promise<ApiResource[]> {
  const own = IDENTIFIER.exec(typed)?.[1];
  const [named, found] = await Promise.all([
    load<{ items: string[] }>(context, `/api/v1/names${query({ name: typed })}`),
    // A query that can't be read finds nothing; it may still be an identifier.
    ask(context, `/api/v1/resources${query({ q: typed, limit: FOUND })}`),
  ]);
  const hits = found.ok ? ((await found.json()) as ApiSearchAnswer).items : [];
  const ids = [...new Set([...(own ? [own] : []), ...named.items, ...hits.map(({ id }) => id)])].slice(0, FOUND);
  const resources = await Promise.all(ids.map((id) => readStanding(context, id)));
  return [...new Map(resources.flatMap((it) => (it ? [[it.id, it] as const] : []))).values()];
}

/** A resource that can still be merged; null where there is none, or it was withdrawn. */
export async function readStanding(context: Context, id: string): Promise<ApiResource | null> {
  const response = await ask(context, `/api/v1/resources/${encodeURIComponent(id)}`);
  return response.ok ? ((await response.json()) as ApiResource) : null;
}
