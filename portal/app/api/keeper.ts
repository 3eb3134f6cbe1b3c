import type { ApiProposals } from '@biotope/node/contract';
import { redirect, type RouterContextProvider } from 'react-router';
import { ask, load } from './load.ts';
import { signInAddress } from './send.ts';

type Context = Readonly<RouterContextProvider>;

/** What the head of the page says to one who keeps the catalogue. */
export interface Keeper {
  /** Proposals that wait. */
  open: number;
}

/** Whether the visitor keeps the catalogue, and what waits for them. Who brings no cookie is not asked about. */
export async function keeperOf(context: Context, request: Request): Promise<Keeper | null> {
  if (!request.headers.has('cookie') || !(await isSignedIn(context))) return null;
  const { open } = await load<ApiProposals>(context, '/api/v1/curation/proposals?limit=1');
  return { open: Object.values(open).reduce((sum, n) => sum + n, 0) };
}

export async function isSignedIn(context: Context): Promise<boolean> {
  const response = await ask(context, '/api/v1/session');
  return response.ok && ((await response.json()) as { signedIn: boolean }).signedIn;
}

/** Leads everybody else to where they can sign in, and back. */
export async function keepersOnly({ context, url }: { context: Context; url: URL }): Promise<void> {
  if (!(await isSignedIn(context))) throw redirect(signInAddress(url), 303);
}
