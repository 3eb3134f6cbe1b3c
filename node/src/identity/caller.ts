import type { RoleHeld, TokenScope } from './roles.ts';

/**
 * Who asks: anyone; whoever holds the data folder's own key (`operator`); the node itself at work (harvests by schedule,
 * the starter catalogue); a person who signed in; a program with credentials of its own.
 */
export type Caller = { kind: 'anyone' } | { kind: 'operator'; name: string } | { kind: 'node'; name: string } | Person | Program;

/** A person as known here and now. */
export interface Person {
  kind: 'person';
  id: string;
  name: string;
  orcid?: string | undefined;
  /** Identifier of the organisation (`org:…`). */
  organisation?: string | undefined;
  /** ISO 3166-1 alpha-2, of where the person works. */
  country?: string | undefined;
  roles: readonly RoleHeld[];
  /** Present where a token speaks for the person: what the token is limited to. */
  scopes?: readonly TokenScope[] | undefined;
  /** The session or token by which the person came. */
  session?: string | undefined;
}

/** A program with client credentials, acting for itself. */
export interface Program {
  kind: 'program';
  id: string;
  name: string;
  organisation?: string | undefined;
  country?: string | undefined;
  roles: readonly RoleHeld[];
  scopes: readonly TokenScope[];
}

export const ANYONE: Caller = { kind: 'anyone' };

/** How a caller stands in revisions and the ledger: `anyone`, `operator:local`, `person:…`, `program:…`. */
export const nameOf = (caller: Caller): string => (caller.kind === 'anyone' ? 'anyone' : `${caller.kind}:${'id' in caller ? caller.id : caller.name}`);

/** The roles a caller holds for a resource of an organisation at an instant: at the node, for the organisation, or for it alone. */
export function rolesFor(caller: Caller, subject: { resource?: string | undefined; organisation?: string | undefined }, now: Date): Set<string> {
  if (caller.kind !== 'person' && caller.kind !== 'program') return new Set();
  const scopes = new Set<string>(['node', `resource:${subject.resource}`, subject.organisation ?? '']);
  return new Set(caller.roles.filter(({ scope, until }) => scopes.has(scope) && (until === undefined || until > now)).map(({ role }) => role));
}
