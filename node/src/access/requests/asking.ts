import { nameOf, rolesFor, type Caller, type Person } from '../../identity/index.ts';
import type { Db } from '../../kernel/database.ts';
import { DomainError, forbidden, notFound } from '../../kernel/errors.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import type { Access, Subject } from '../access.ts';
import type { RequestState } from './request.ts';
import type { Actor } from './rules.ts';

/** A resource as requests speak of it. */
export interface NamedSubject extends Subject {
  title: LanguageMap;
}

/** What the use cases of requests need. */
export interface Asking {
  db: Db;
  access: Access;
  caller: Caller;
  at: Date;
  /** The resources that there are, whoever may discover them. */
  subjectsOf: (ids: readonly string[]) => Promise<Map<string, NamedSubject>>;
  /** Of the HTTP request, for the ledger. */
  requestId?: string | undefined;
}

/** The person who asks or reviews: requests are between people, and a token speaks for one only as far as it goes. */
export function personOf(caller: Caller, scope: 'request' | 'review'): Person {
  if (caller.kind === 'anyone') throw new DomainError('unauthenticated', 'Sign in first: access is asked for and decided by people, by name.');
  if (caller.kind !== 'person') throw forbidden('Access is asked for and decided by people, by name. Sign in as yourself.');
  if (caller.scopes && !caller.scopes.includes(scope)) throw forbidden(`This token is not for this; it lacks the scope "${scope}".`);
  return caller;
}

/** Who acts on a request for a resource. */
export const actorOf = ({ caller, at }: Pick<Asking, 'caller' | 'at'>, { id, organisation }: Subject): Actor => ({
  by: nameOf(caller),
  name: 'name' in caller ? caller.name : caller.kind,
  organisation: 'organisation' in caller ? caller.organisation : undefined,
  roles: rolesFor(caller, { resource: id, organisation }, at),
});

/** The resource, if the caller may know of it. */
export async function discoverSubject({ subjectsOf, access, caller, requestId }: Asking, id: string): Promise<NamedSubject> {
  const subject = (await subjectsOf([id])).get(id);
  if (!subject || !(await access.decide({ caller, action: 'resource:discover', resource: subject, requestId })).allowed) throw notFound(`There is no resource "${id}" here.`);
  return subject;
}

/** The resource of a request that stands, whatever became of it since. */
export async function subjectOf({ subjectsOf }: Pick<Asking, 'subjectsOf'>, { resource }: Pick<RequestState, 'resource'>): Promise<NamedSubject> {
  return (await subjectsOf([resource])).get(resource) ?? { id: resource, title: { en: resource } };
}

/** Whether a person reads their own requests by this session or token. */
export const mayRead = (caller: Caller): boolean => caller.kind !== 'person' || !caller.scopes || caller.scopes.includes('request') || caller.scopes.includes('read');

/** Whether the caller may see a request: its asker, and whoever reviews requests for the resource; drafts are the asker's alone. */
export async function maySee({ access, caller, requestId }: Asking, state: RequestState, subject: Subject): Promise<boolean> {
  if (nameOf(caller) === state.asker) return mayRead(caller);
  if (state.submitted === undefined || caller.kind === 'anyone') return false;
  return (await access.decide({ caller, action: 'request:review', resource: subject, requestId })).allowed;
}
