import type { ApiPath, ApiSuggestions } from '@biotope/node/contract';
import type { RouterContextProvider } from 'react-router';
import type { GraphNode } from '../../api/contract.ts';
import { load, query } from '../../api/load.ts';

/** An end that was typed as a name which could be several things, or none. */
interface UnsureEnd {
  name: 'from' | 'to';
  typed: string;
  choices: GraphNode[];
}

export interface PathPageData {
  from: string;
  to: string;
  unsure: UnsureEnd[];
  path: ApiPath | null;
}

/** A resource's own identifier, or that of a term or an organisation (`edam:topic_0091`). */
const IDENTIFIER = /^([0-9a-hjkmnp-tv-z]{12}|[a-z][a-z0-9-]*:\S+)$/;

export async function findPath(context: Readonly<RouterContextProvider>, search: URLSearchParams): Promise<PathPageData> {
  const typed = { from: search.get('from')?.trim() ?? '', to: search.get('to')?.trim() ?? '' };
  const [from, to] = await Promise.all([resolve(context, 'from', typed.from), resolve(context, 'to', typed.to)]);
  const unsure = [from, to].filter((end) => typeof end === 'object');
  const path = unsure.length === 0 && from && to ? await load<ApiPath>(context, `/api/v1/paths${query({ from: from as string, to: to as string })}`) : null;
  return { ...typed, unsure, path };
}

/** An end's identifier: as typed, or that of the one resource so called. */
async function resolve(context: Readonly<RouterContextProvider>, name: UnsureEnd['name'], typed: string): Promise<string | UnsureEnd> {
  if (!typed || IDENTIFIER.test(typed)) return typed;
  const { resources, terms } = await load<ApiSuggestions>(context, `/api/v1/suggest${query({ q: typed })}`);
  const same = resources.filter(({ title }) => Object.values(title).some((it) => it.toLowerCase() === typed.toLowerCase()));
  const only = same.length === 1 ? same[0] : undefined;
  const choices: GraphNode[] = [
    ...resources.map(({ id, title, category, kind }) => ({ id, type: 'resource' as const, label: title, category, kind })),
    ...terms.map(({ id, label, branch }) => ({ id, type: 'term' as const, label, branch })),
  ];
  return only ? only.id : { name, typed, choices };
}
