import type { ApiProblem } from '@biotope/node/contract';
import { data, type RouterContextProvider } from 'react-router';
import { apiContext } from './request-context.ts';

type Context = Readonly<RouterContextProvider>;

/** Asks the API; an error answer becomes the error page of its status. */
export async function load<T>(context: Context, path: string): Promise<T> {
  const response = await ask(context, path);
  if (!response.ok) throw data(await problemOf(response), { status: response.status });
  return (await response.json()) as T;
}

/** Asks the API where an error answer is part of the page, not the end of it. */
export async function ask(context: Context, path: string): Promise<Response> {
  return context.get(apiContext)(path, { headers: { accept: 'application/json, application/problem+json' } });
}

/** The problem an answer states, or one made of its status where the body says nothing. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => null);
  if (isProblem(body)) return body;
  return { type: 'about:blank', title: response.statusText, status: response.status, detail: '', requestId: response.headers.get('x-request-id') ?? '' };
}

export const isProblem = (value: unknown): value is ApiProblem => typeof value === 'object' && value !== null && 'status' in value && 'title' in value && 'detail' in value;

/** `/api/v1/graph/edam%3Atopic_0091`: identifiers hold colons and slashes. */
export const segment = (id: string) => encodeURIComponent(id);

/** A query string of what is set; a list repeats its name. */
export function query(values: Record<string, string | number | readonly string[] | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== null && one !== undefined && one !== '') search.append(name, String(one));
  }
  const text = search.toString();
  return text ? `?${text}` : '';
}
