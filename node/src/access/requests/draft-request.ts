import { nameOf } from '../../identity/index.ts';
import { conflict } from '../../kernel/errors.ts';
import { newIdentifier } from '../../kernel/identifiers.ts';
import { discoverSubject, personOf, type Asking } from './asking.ts';
import type { Application } from './request.ts';
import { openRequest } from './request-store.ts';
import { tables } from './tables.ts';

/** Requests of one person that are not yet decided. */
const MOST_OPEN = 50;

/**
 * Begins a request; nobody but the asker sees it until it is submitted.
 * @returns its identifier.
 */
export async function draftRequest(asking: Asking, resource: string, application: Application): Promise<string> {
  const { db, caller, at } = asking;
  const person = personOf(caller, 'request');
  const subject = await discoverSubject(asking, resource);
  const asker = nameOf(caller);
  const { open } = await tables(db)
    .selectFrom('request')
    .select(({ fn }) => fn.countAll<number>().as('open'))
    .where('person', '=', asker)
    .where('status', 'in', ['draft', 'review', 'question'])
    .executeTakeFirstOrThrow();
  if (open >= MOST_OPEN) throw conflict(`You have ${open} requests that are not decided. Withdraw those you no longer need first.`);
  const id = newIdentifier();
  await db
    .transaction()
    .execute((trx) =>
      openRequest(
        trx,
        { id, resource: subject.id, asker, organisation: subject.organisation },
        { type: 'drafted', detail: { application, organisation: person.organisation }, by: asker, name: person.name },
        at,
      ),
    );
  return id;
}
