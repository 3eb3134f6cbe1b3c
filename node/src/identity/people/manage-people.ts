import { inTransaction, type Db } from '../../kernel/database.ts';
import { conflict, invalid, notFound } from '../../kernel/errors.ts';
import { record } from '../../ledger/index.ts';
import type { RoleHeld } from '../roles.ts';
import { identityOf, type PersonRow } from '../tables.ts';
import type { NewPerson, PersonAmendment } from './person.ts';
import { insertPerson, readPerson } from './person-store.ts';
import { endRole, putRole, type Holder } from './role-store.ts';

/** Who changes something of people, and when. Whether they may was asked before. */
export interface Managing {
  db: Db;
  by: string;
  at: Date;
}

export const createPerson = ({ db, by, at }: Managing, person: NewPerson): Promise<PersonRow> =>
  inTransaction(db, async (trx) => {
    const row = await insertPerson(trx, person, at);
    await record(trx, { at, actor: by, action: 'person.create', subject: `person:${row.id}`, detail: { organisation: row.organisation } });
    return row;
  });

/** Changes what is said of a person. One who is disabled is signed out everywhere and their tokens end. */
export async function amendPerson({ db, by, at }: Managing, id: string, amendment: PersonAmendment): Promise<PersonRow> {
  return inTransaction(db, async (trx) => {
    const before = await readPerson(trx, id);
    if (!before) throw notFound(`There is no person ${id}.`);
    const { disabled, ...fields } = amendment;
    const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<PersonRow>;
    const after: PersonRow = { ...before, ...given, disabled: disabled === undefined ? before.disabled : disabled ? (before.disabled ?? at) : null };
    const changed = (Object.keys(after) as (keyof PersonRow)[]).filter((key) => String(after[key]) !== String(before[key]));
    if (changed.length === 0) return before;
    await identityOf(trx).updateTable('person').set(after).where('id', '=', id).execute();
    if (after.disabled && !before.disabled) {
      await identityOf(trx).updateTable('session').set({ ended: at, visas: null }).where('person', '=', id).where('ended', 'is', null).execute();
      await identityOf(trx).updateTable('token').set({ ended: at }).where('person', '=', id).where('ended', 'is', null).execute();
    }
    // Names and addresses of people are not for a book that keeps everything: it says which fields changed.
    await record(trx, { at, actor: by, action: 'person.amend', subject: `person:${id}`, detail: { fields: changed, ...(disabled === undefined ? {} : { disabled }) } });
    return after;
  });
}

/** Gives a role, or changes until when it holds. */
export async function giveRole({ db, by, at }: Managing, holder: Holder, held: RoleHeld): Promise<number> {
  if (held.until && held.until <= at) throw invalid('The role would have ended already.', [{ pointer: '/until', reason: 'lies in the past' }]);
  return inTransaction(db, async (trx) => {
    const known = await identityOf(trx).selectFrom(holder.kind).select('id').where('id', '=', holder.id).executeTakeFirst();
    if (!known) throw notFound(`There is no ${holder.kind} ${holder.id}.`);
    const id = await putRole(trx, holder, held, by, at);
    const detail = { role: held.role, scope: held.scope, until: held.until?.toISOString() ?? null };
    await record(trx, { at, actor: by, action: 'role.give', subject: `${holder.kind}:${holder.id}`, detail });
    return id;
  });
}

/** Takes a role away; it counts no longer from the next request on. */
export const takeRole = ({ db, by, at }: Managing, holder: Holder, id: number): Promise<void> =>
  inTransaction(db, async (trx) => {
    const ended = await endRole(trx, holder, id, by, at);
    if (!ended) throw conflict('This role is not held: it was taken away already, or never given.');
    await record(trx, { at, actor: by, action: 'role.take', subject: `${holder.kind}:${holder.id}`, detail: { role: ended.role, scope: ended.scope } });
  });
