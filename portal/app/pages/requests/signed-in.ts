import { data, redirect, type RouterContextProvider } from 'react-router';
import { ask, problemOf } from '../../api/load.ts';
import { signInAddress } from '../../api/send.ts';

/** Asks the API for what only one who signed in may see; everybody else is led to where they can, and back. */
export async function loadSignedIn<T>({ context, url }: { context: Readonly<RouterContextProvider>; url: URL }, path: string): Promise<T> {
  const response = await ask(context, path);
  if (response.status === 401) throw redirect(signInAddress(url), 303);
  if (!response.ok) throw data(await problemOf(response), { status: response.status });
  return (await response.json()) as T;
}
