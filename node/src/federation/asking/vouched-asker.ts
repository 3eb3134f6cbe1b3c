import { ANYONE, type Caller, type Person } from '../../identity/index.ts';
import type { Asker } from './question.ts';

/**
 * The person a hub vouches for, as a caller of this node: somebody who signed in elsewhere, perhaps of an organisation,
 * without any role here. Their identifier bears the hub's, so that no hub can speak for a person of this node.
 */
export const vouchedPerson = (hub: string, { sub, organisation, country }: Asker): Person => ({
  kind: 'person',
  id: `${hub}/${sub}`,
  name: `${hub}/${sub}`,
  roles: [],
  ...(organisation ? { organisation } : {}),
  ...(country ? { country } : {}),
});

export const vouchedCaller = (hub: string, asker: Asker | undefined): Caller => (asker ? vouchedPerson(hub, asker) : ANYONE);

/** Whom this node vouches for to those members that take its word: a person, who may read, and nobody else. */
export function askerOf(caller: Caller, passports?: readonly string[]): Asker | undefined {
  if (caller.kind !== 'person' || (caller.scopes && !caller.scopes.includes('read'))) return undefined;
  const { id, organisation, country } = caller;
  return { sub: id, ...(organisation ? { organisation } : {}), ...(country ? { country } : {}), ...(passports && passports.length > 0 ? { passports: [...passports] } : {}) };
}

/** Longest identifier of a person that is handed on, hub by hub. */
const LONGEST_SUB = 300;

/** The same person as a hub hands them on to its own members: by the name they bear here. */
export function handedOn(hub: string, asker: Asker): Asker | undefined {
  const sub = `${hub}/${asker.sub}`;
  return sub.length > LONGEST_SUB ? undefined : { ...asker, sub };
}
