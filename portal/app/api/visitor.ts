import type { ApiSession } from '@biotope/node/contract';
import type { RouterContextProvider } from 'react-router';
import { ask } from './load.ts';

export type Role = ApiSession['roles'][number]['role'];
export type TokenScope = NonNullable<ApiSession['scopes']>[number];

/** The visitor as one who signed in. */
export interface Visitor {
  kind: ApiSession['caller']['kind'];
  id: string | null;
  name: string | null;
  /** What the visitor may be shown the way to; whether they may is decided where they arrive. */
  roles: Role[];
}

/** Who the visitor is; null where nobody signed in. */
export async function visitorOf(context: Readonly<RouterContextProvider>): Promise<Visitor | null> {
  const response = await ask(context, '/api/v1/session');
  if (!response.ok) return null;
  const { signedIn, caller, roles } = (await response.json()) as ApiSession;
  return signedIn ? { kind: caller.kind, id: caller.id, name: caller.name, roles: [...new Set(roles.map(({ role }) => role))] } : null;
}

/** Whether the way to a page for these roles is shown; the key opens all. */
export const hasRole = (visitor: Visitor | null, ...roles: Role[]): boolean => visitor?.kind === 'operator' || roles.some((role) => visitor?.roles.includes(role) ?? false);
