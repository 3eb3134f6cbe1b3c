import type { Person, RoleHeld } from '../../identity/index.ts';
import { identityMigrations } from '../../identity/index.ts';
import { openDatabase, run, type Db } from '../../kernel/database.ts';
import { migrate } from '../../kernel/migrate.ts';
import { freshDatabase } from '../../kernel/testing/database.ts';
import { ledgerMigrations } from '../../ledger/index.ts';
import { vocabularyMigrations } from '../../vocabulary/index.ts';
import { accessMigrations } from '../migrations.ts';
import { openAccess, type AccessOptions, type OpenAccess } from '../open-access.ts';
import { Terms, writeTerms, type TermsInput } from '../terms/index.ts';

/** The door on an empty database, with a clock that tests set. */
export interface AccessAtHand {
  db: Db;
  databaseUrl: string;
  access: OpenAccess;
  clock: { now: Date };
  /** Writes the terms of a resource and waits until answers know. */
  terms(resource: string, terms: TermsInput): Promise<void>;
  /** The entries of the ledger whose action begins so, oldest first. */
  entries(action: string): Promise<{ actor: string; action: string; subject: string; detail: Record<string, unknown> }[]>;
  /** Opens another process's door on the same database. */
  another(options?: Partial<AccessOptions>): Promise<OpenAccess>;
  close(): Promise<void>;
}

export async function accessAtHand(now = new Date('2027-03-01T09:00:00Z')): Promise<AccessAtHand> {
  const database = await freshDatabase();
  const { db, close } = openDatabase(database.url);
  await migrate(db, [ledgerMigrations, vocabularyMigrations, identityMigrations, accessMigrations]);
  const clock = { now };
  const opened: OpenAccess[] = [];
  const another = async (options: Partial<AccessOptions> = {}) => {
    const access = await openAccess({ db, databaseUrl: database.url, now: () => clock.now, ...options });
    opened.push(access);
    return access;
  };
  const access = await another();
  return {
    db,
    databaseUrl: database.url,
    access,
    clock,
    another,
    async terms(resource, terms) {
      await writeTerms(db, resource, Terms.parse(terms), { at: clock.now, by: 'person:steward' });
      await access.settled();
    },
    async entries(action) {
      const { rows } = await run(db, 'select actor, action, subject, detail from ledger.entry where starts_with(action, $1) order by sequence', [action]);
      return rows as Awaited<ReturnType<AccessAtHand['entries']>>;
    },
    async close() {
      for (const it of opened) await it.close();
      await close();
      await database.drop();
    },
  };
}

/** A person as known here, with whatever roles. */
export const person = (id: string, roles: RoleHeld[] = [], more: Partial<Person> = {}): Person => ({ kind: 'person', id, name: id, roles, ...more });

/** A grant, as the outcome of a request. */
export async function giveGrant(
  db: Db,
  {
    id,
    to,
    resource,
    purpose = {},
    actions = ['resource:use'],
    from,
    until,
    revoked,
    destination,
  }: { id: string; to: string; resource: string; purpose?: object; actions?: string[]; from: Date; until: Date; revoked?: Date; destination?: string },
): Promise<void> {
  await run(db, `insert into access.request (id, resource, person, created, status, waits_since) values ($1, $2, $3, $4, 'granted', $4) on conflict do nothing`, [
    id,
    resource,
    to,
    from,
  ]);
  await run(
    db,
    `insert into access."grant" (id, person, resource, actions, purpose, destination, obligations, starts, ends, revoked)
     values ($1, $2, $3, $4, $5, $6, '[]', $7, $8, $9)
     on conflict (id) do update set ends = excluded.ends, revoked = excluded.revoked`,
    [id, to, resource, actions, JSON.stringify(purpose), destination ?? null, from, until, revoked ?? null],
  );
}
