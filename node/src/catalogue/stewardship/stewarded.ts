import type { Access, Subject } from '../../access/index.ts';
import type { SigningKeys } from '../../access/keys/index.ts';
import { rolesFor, type Caller } from '../../identity/index.ts';
import { DomainError } from '../../kernel/errors.ts';
import { readResource, type Reading } from '../read-resource.ts';
import type { ResourceView } from '../resource.ts';

/** What the use cases of stewardship need. */
export interface Stewarding {
  reading: Reading;
  caller: Caller;
  access: Access;
  /** What certificates are signed with. */
  keys: SigningKeys;
  at: Date;
  requestId?: string | undefined;
}

export interface Stewarded {
  resource: ResourceView;
  subject: Subject;
}

/** The resource, if the caller may discover it; of one that is withdrawn there is nothing to steward. */
export async function stewarded({ reading }: Pick<Stewarding, 'reading'>, id: string): Promise<Stewarded> {
  const answer = await readResource(reading, id);
  if ('tombstone' in answer) throw new DomainError('gone', `"${id}" is withdrawn: ${answer.tombstone.reason}`);
  const { resource } = answer;
  const { category, kind, status, provider } = resource;
  return { resource, subject: { id: resource.id, category, kind, status, organisation: provider?.id } };
}

/**
 * Whether it is worth asking if the caller may act as a steward. Pages that anybody reads ask by it first, so that a
 * reader without any such role leaves no entry of a question nobody put.
 */
export function mayBeSteward({ caller, at }: Pick<Stewarding, 'caller' | 'at'>, { id, organisation }: Subject): boolean {
  if (caller.kind === 'operator' || caller.kind === 'node') return true;
  const roles = rolesFor(caller, { resource: id, organisation }, at);
  return roles.has('steward') || roles.has('operator') || roles.has('committee');
}
