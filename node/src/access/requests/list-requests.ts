import { sql } from 'kysely';
import { nameOf, type Caller } from '../../identity/index.ts';
import { DomainError, forbidden } from '../../kernel/errors.ts';
import { itAndStoodFor } from '../terms/index.ts';
import { actorOf, mayRead, type Asking } from './asking.ts';
import { readRequests } from './request-store.ts';
import type { RequestSummary } from './request-view.ts';
import { tables, type RequestRow } from './tables.ts';
import { summaryOf } from './view-request.ts';

/** `mine`: those I made; `review`: those in review for resources I review for; `all`: everything ever submitted for these. */
export const SCOPES = ['mine', 'review', 'all'] as const;
export interface RequestsAsked {
  scope: (typeof SCOPES)[number];
  /** Requests for this one, and for those it stands for since a merge. */
  resource?: string | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

const PAGE = 20;

/** Requests, newest first; in the reviewers' queue, those that wait longest first. */
export async function listRequests(asking: Asking, { scope, resource, cursor, limit = PAGE }: RequestsAsked): Promise<{ items: RequestSummary[]; next: string | null }> {
  const { db, caller } = asking;
  if (caller.kind === 'anyone') throw new DomainError('unauthenticated', 'Sign in first: requests are seen by their askers and reviewers.');
  const scoped = caller.kind === 'person' && caller.scopes !== undefined;
  if (scoped && !(scope === 'mine' ? mayRead(caller) : caller.scopes?.includes('review')))
    throw forbidden(`This token is not for this; it lacks the scope "${scope === 'mine' ? 'request' : 'review'}".`);
  let query = tables(db).selectFrom('request').select('id');
  if (scope === 'mine') query = query.where('person', '=', nameOf(caller));
  else {
    query = query.where(reviewedBy(caller, asking.at));
    query = scope === 'review' ? query.where('status', 'in', WAITING) : query.where('status', '!=', 'draft');
  }
  if (resource !== undefined) query = query.where('resource', 'in', await itAndStoodFor(db, resource));
  const oldest = scope === 'review';
  if (cursor !== undefined) query = query.where(oldest ? sql<boolean>`(created, id) > ${place(cursor)}` : sql<boolean>`(created, id) < ${place(cursor)}`);
  const direction = oldest ? 'asc' : 'desc';
  const ids = (
    await query
      .orderBy('created', direction)
      .orderBy('id', direction)
      .limit(limit + 1)
      .execute()
  ).map(({ id }) => id);
  const page = ids.slice(0, limit);
  return { items: await summariesOf(asking, page), next: ids.length > limit ? (page.at(-1) ?? null) : null };
}

const WAITING: RequestRow['status'][] = ['review', 'question', 'renewal', 'renewal-question'];
const place = (cursor: string) => sql`(select created, id from access.request where id = ${cursor})`;

async function summariesOf(asking: Asking, ids: readonly string[]): Promise<RequestSummary[]> {
  const requests = await readRequests(asking.db, ids);
  const subjects = await asking.subjectsOf([...new Set([...requests.values()].map(({ state }) => state.resource))]);
  return ids.flatMap((id) => {
    const state = requests.get(id)?.state;
    if (!state) return [];
    const subject = subjects.get(state.resource) ?? { id: state.resource, title: { en: state.resource } };
    return [summaryOf(state, subject, actorOf(asking, subject), asking.at)];
  });
}

/** What waits for the caller: their turn as an asker or a reviewer, the nearest deadline first. */
export async function listNotices(asking: Asking): Promise<(RequestSummary & { reminders: { stage: string; at: string }[] })[]> {
  const { db, caller, at } = asking;
  if (caller.kind !== 'person') return [];
  const rows = await tables(db)
    .selectFrom('request')
    .select('id')
    .where(({ and, or, eb }) =>
      or([
        and([eb('person', '=', nameOf(caller)), eb('status', 'in', ['draft', 'question', 'renewal-question', 'granted'])]),
        and([eb('status', 'in', WAITING), reviewedBy(caller, at)]),
      ]),
    )
    .orderBy('waits_since')
    .limit(MOST_NOTICES)
    .execute();
  const waiting = (
    await summariesOf(
      asking,
      rows.map(({ id }) => id),
    )
  ).filter(({ turn }) => turn.yours);
  const reminders = Map.groupBy(
    waiting.length === 0
      ? []
      : await remindersOf(
          asking,
          waiting.map(({ id }) => id),
        ),
    ({ request }) => request,
  );
  return waiting
    .map((it) => ({ ...it, reminders: (reminders.get(it.id) ?? []).map(({ stage, at: reminded }) => ({ stage, at: reminded.toISOString() })) }))
    .toSorted((a, b) => (a.turn.deadline ?? '9').localeCompare(b.turn.deadline ?? '9'));
}

/** Requests looked at for one person's notices. */
const MOST_NOTICES = 500;

/** The reminders of the step each request is at. */
const remindersOf = ({ db }: Asking, ids: string[]) =>
  tables(db)
    .selectFrom('reminder')
    .selectAll()
    .where('request', 'in', ids)
    .where('sequence', '=', sql<number>`(select max(e.sequence) from access.request_event e where e.request = reminder.request)`)
    .orderBy('at')
    .execute();

/** Requests for resources the caller is a steward or of the committee of: at the node, for an organisation, or for one resource. */
function reviewedBy(caller: Caller, now: Date) {
  if (caller.kind === 'operator') return sql<boolean>`true`;
  const held = caller.kind === 'person' ? caller.roles.filter(({ role, until }) => (role === 'steward' || role === 'committee') && (until === undefined || until > now)) : [];
  const scopes = held.map(({ scope }) => scope as string);
  if (scopes.includes('node')) return sql<boolean>`true`;
  const resources = scopes.flatMap((scope) => (scope.startsWith('resource:') ? [scope.slice('resource:'.length)] : []));
  return sql<boolean>`(organisation = any(${scopes}::text[]) or resource = any(${resources}::text[]))`;
}
