import { type Db } from '../../kernel/database.ts';
import { conflict, notFound } from '../../kernel/errors.ts';
import { digestOf } from '../../kernel/identifiers.ts';
import * as ledger from '../../ledger/index.ts';
import { keepGrant } from './grant-store.ts';
import { apply, replay } from './replay.ts';
import { DETAILS, type Deed, type RequestEvent, type RequestState } from './request.ts';
import { tables, type EventRow } from './tables.ts';

/** What somebody does to a request, by whom and when. */
export type Doing = Deed & { by: string; name: string };

const unknown = (id: string) => notFound(`There is no request "${id}" here.`);

/** A new request with its draft. */
export async function openRequest(trx: Db, opened: { id: string; resource: string; asker: string; organisation?: string | undefined }, doing: Doing, at: Date): Promise<void> {
  const { id, resource, asker, organisation } = opened;
  await tables(trx)
    .insertInto('request')
    .values({ id, resource, person: asker, created: at, organisation: organisation ?? null, status: 'draft', waits_since: at })
    .execute();
  await write(trx, { id, resource }, [{ ...doing, sequence: 1, at }]);
}

/** SQLSTATE. */
const UNIQUE_VIOLATION = '23505';
const MOST_ATTEMPTS = 8;
/** A history that one page and one reading hold. */
const MOST_EVENTS = 500;
const ENDS: ReadonlySet<string> = new Set(['withdrawn', 'revoked', 'refused', 'renewal-refused']);

/**
 * Reads a request, lets `decide` say what happens to it, and adds that to its history. Where somebody else added an
 * event in the same instant, the history is read anew and `decide` asked again: both count, one after the other.
 * @returns the state afterwards.
 */
export async function change(db: Db, id: string, at: Date, decide: (state: RequestState, trx: Db) => Doing[] | Promise<Doing[]>): Promise<RequestState> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(async (trx) => {
        const before = await readRequest(trx, id);
        const doings = await decide(before, trx);
        if (before.sequence >= MOST_EVENTS && !doings.every(({ type }) => ENDS.has(type)))
          throw conflict(`This request has ${MOST_EVENTS} events already; it can only be brought to an end now. Ask anew.`);
        const events = doings.map((doing, place): RequestEvent => ({ ...doing, sequence: before.sequence + 1 + place, at: at < before.since ? before.since : at }));
        await write(trx, before, events);
        const state = events.reduce(apply, before);
        await keepState(trx, state);
        return state;
      });
    } catch (error) {
      if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
      if (attempt === MOST_ATTEMPTS) throw conflict('Others are deciding on this request at this very moment. Try again.');
    }
  }
}

async function write(trx: Db, { id, resource }: { id: string; resource: string }, events: RequestEvent[]): Promise<void> {
  if (events.length === 0) return;
  await tables(trx)
    .insertInto('request_event')
    .values(events.map(({ detail, ...event }) => ({ ...event, request: id, detail: JSON.stringify(detail) })))
    .execute();
  // What people wrote stays out of the book; its digest shows later that it was this text.
  for (const { at, by, type, sequence, detail } of events)
    await ledger.record(trx, { at, actor: by, action: `request.${type}`, subject: id, detail: { resource, sequence, digest: digestOf(JSON.parse(JSON.stringify(detail))) } });
}

/** What is derived from the events, for lists and for decisions. */
async function keepState(trx: Db, state: RequestState): Promise<void> {
  await tables(trx).updateTable('request').set({ status: state.status, waits_since: state.since }).where('id', '=', state.id).execute();
  await keepGrant(trx, state);
}

export async function readRequest(db: Db, id: string): Promise<RequestState> {
  const found = (await readRequests(db, [id])).get(id);
  if (!found) throw unknown(id);
  return found.state;
}

/** Requests with their histories, by identifier. */
export async function readRequests(db: Db, ids: readonly string[]): Promise<Map<string, { state: RequestState; events: RequestEvent[] }>> {
  if (ids.length === 0) return new Map();
  const [requests, rows] = await Promise.all([
    tables(db).selectFrom('request').select(['id', 'resource', 'person']).where('id', 'in', ids).execute(),
    tables(db).selectFrom('request_event').selectAll().where('request', 'in', ids).orderBy('request').orderBy('sequence').execute(),
  ]);
  const events = Map.groupBy(rows, ({ request }) => request);
  return new Map(
    requests.map(({ id, resource, person }) => {
      const history = (events.get(id) ?? []).map(eventOf);
      return [id, { state: replay({ id, resource, asker: person }, history), events: history }];
    }),
  );
}

/** An event as it was written, read through its schema: what JSON has no form for comes back as it was. */
const eventOf = ({ sequence, at, by, name, type, detail }: Omit<EventRow, 'detail'> & { detail: object }): RequestEvent =>
  ({ sequence, at, by, name, type, detail: DETAILS[type].parse(detail) }) as RequestEvent;

const PAGE = 500;

/** Makes everything that is derived from the events anew. */
export async function rebuild(db: Db): Promise<number> {
  let done = 0;
  for (let last = ''; ;) {
    const page = await tables(db).selectFrom('request').select('id').where('id', '>', last).orderBy('id').limit(PAGE).execute();
    if (page.length === 0) return done;
    await db.transaction().execute(async (trx) => {
      for (const { state } of (
        await readRequests(
          trx,
          page.map(({ id }) => id),
        )
      ).values())
        await keepState(trx, state);
    });
    done += page.length;
    last = page.at(-1)!.id;
  }
}
