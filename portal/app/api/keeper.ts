import type { ApiProposals } from '@biotope/node/contract';
import { redirect, type RouterContextProvider } from 'react-router';
import { ask } from './load.ts';
import { signInAddress } from './send.ts';
import { hasRole, visitorOf, type Visitor } from './visitor.ts';

type Context = Readonly<RouterContextProvider>;

/** What the head of the page says to one who keeps the catalogue. */
export interface Keeper {
  /** Proposals that wait. */
  open: number;
}

/** What waits for a visitor who keeps the catalogue; null for everybody else. */
export async function keeperOf(context: Context, visitor: Visitor | null): Promise<Keeper | null> {
  if (!hasRole(visitor, 'curator', 'operator')) return null;
  const response = await ask(context, '/api/v1/curation/proposals?limit=1');
  if (!response.ok) return null;
  const { open } = (await response.json()) as ApiProposals;
  return { open: Object.values(open).reduce((sum, n) => sum + n, 0) };
}

export const isSignedIn = async (context: Context): Promise<boolean> => (await visitorOf(context)) !== null;

/** Leads everybody else to where they can sign in, and back. */
export async function keepersOnly({ context, url }: { context: Context; url: URL }): Promise<void> {
  if (!(await isSignedIn(context))) throw redirect(signInAddress(url), 303);
}
