import type { ApiProblem } from '@biotope/node/contract';
import { redirect, type RouterContextProvider } from 'react-router';
import { problemOf, query } from './load.ts';
import { ownPath } from './own-path.ts';
import { apiContext } from './request-context.ts';

type Context = Readonly<RouterContextProvider>;

/** Asks the API for a change, as the visitor. */
export const send = (context: Context, method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<Response> =>
  context.get(apiContext)(path, {
    method,
    headers: { accept: 'application/json, application/problem+json', ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });

/** The same, where what is refused is said on the page. One who is no longer signed in is led to where they can be. */
export async function change<T>(
  { context, url }: { context: Context; url: URL },
  path: string,
  body: object = {},
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE' = 'POST',
): Promise<{ done: T } | { problem: ApiProblem }> {
  const response = await send(context, method, path, method === 'DELETE' && Object.keys(body).length === 0 ? undefined : body);
  if (response.ok) return { done: (await response.json()) as T };
  const problem = await problemOf(response);
  // A password asked for once more may be wrong: that is said of a field.
  if (response.status === 401 && !problem.errors) throw redirect(signInAddress(url), 303);
  return { problem };
}

/** Where a visitor signs in to come back to this page. */
export const signInAddress = ({ pathname, search }: URL): string => `/sign-in${query({ to: ownPath(pathname + search) })}`;

/** The cookies that an answer sets are the visitor's: they go along with the page's own answer. */
export function cookiesOf(response: Response): Headers {
  const headers = new Headers();
  for (const cookie of response.headers.getSetCookie()) headers.append('set-cookie', cookie);
  return headers;
}

/** A field of a form as text without the blanks around it; undefined where it was left empty. */
export const written = (form: FormData, name: string): string | undefined => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() || undefined : undefined;
};
