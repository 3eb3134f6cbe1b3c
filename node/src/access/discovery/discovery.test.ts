import { assert, constantFrom, property, record } from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { ANYONE, identityMigrations, type Caller, type Person, type RoleHeld } from '../../identity/index.ts';
import { openDatabase, type Db } from '../../kernel/database.ts';
import { migrate } from '../../kernel/migrate.ts';
import { freshDatabase } from '../../kernel/testing/database.ts';
import { ledgerMigrations } from '../../ledger/index.ts';
import { accessMigrations } from '../migrations.ts';
import { openAccess, type OpenAccess } from '../open-access.ts';
import { DISCOVERY, FULL_SIGHT, PUBLIC_SIGHT, visibilityOf, type Visibility } from '../sight.ts';
import { registerClasses } from './class-store.ts';
import { classOf } from './visibility-class.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let db: Db;
let close: () => Promise<void>;
let access: OpenAccess;
let now = new Date('2026-06-01T12:00:00Z');

const OWN = 'org:alpha';
const classNamed = (more: Partial<Visibility>) => visibilityOf({ status: 'published', discovery: 'public', organisation: OWN, timed: false, ...more });
const DRAFT = classNamed({ status: 'draft' });
const SIGNED_IN = classNamed({ discovery: 'signed-in' });
const MEMBERS = classNamed({ discovery: 'organisation' });
const NAMED = classNamed({ discovery: 'named' });
const EMBARGOED = classNamed({ timed: true });
const OTHERS = classNamed({ discovery: 'organisation', organisation: 'org:beta' });

const person = (more: Partial<Person> = {}): Caller => ({ kind: 'person', id: 'asker', name: 'Asker', roles: [], ...more });
const holding = (role: RoleHeld['role'], scope: RoleHeld['scope'], until?: Date): Caller => person({ roles: [{ role, scope, until }] });
const seen = async (caller: Caller) => (await access.sightOf(caller)).classes;

beforeAll(async () => {
  database = await freshDatabase();
  ({ db, close } = openDatabase(database.url));
  await migrate(db, [ledgerMigrations, identityMigrations, accessMigrations]);
  access = await openAccess({ db, databaseUrl: database.url, now: () => now });
});
afterAll(async () => {
  await access.close();
  await close();
  await database.drop();
});

test('the name of a class says all that discovery depends on', () => {
  const any = record({
    status: constantFrom('draft', 'in-review', 'published', 'deprecated'),
    discovery: constantFrom(...DISCOVERY),
    organisation: constantFrom(undefined, OWN, 'org:ror-012345678'),
    timed: constantFrom(true, false),
  });
  assert(
    property(any, (visibility) => {
      const { state, discovery, organisation, timed } = classOf(visibilityOf(visibility as Visibility));
      const state0 = visibility.status === 'draft' || visibility.status === 'in-review' ? 'unpublished' : 'shown';
      const everybody = state0 === 'shown' && visibility.discovery === 'public' && !visibility.timed;
      expect({ state, discovery, organisation, timed }).toEqual({
        state: state0,
        discovery: visibility.discovery,
        organisation: everybody ? undefined : visibility.organisation,
        timed: visibility.timed,
      });
    }),
  );
  for (const name of ['', 'shown', 'shown everyone - always', 'public public - always', 'shown named - sometimes', 'shown named - always more'])
    expect(() => classOf(name), name).toThrow('is no class of visibility');
});

it('is that of everybody while nothing is restricted, and takes in what comes at once', async () => {
  expect(await access.sightOf(ANYONE)).toMatchObject(PUBLIC_SIGHT);
  expect(await access.sightOf(person())).toMatchObject(PUBLIC_SIGHT);
  await db.transaction().execute((trx) => registerClasses(trx, ['public', DRAFT, SIGNED_IN, MEMBERS, NAMED, EMBARGOED, OTHERS]));
  await access.settled();
  expect(await seen(person())).toEqual(['public', EMBARGOED, SIGNED_IN].sort());
});

describe('what each may discover', () => {
  test.each<[string, Caller, string[]]>([
    ['anyone', ANYONE, ['public', EMBARGOED]],
    ['who signed in', person(), ['public', EMBARGOED, SIGNED_IN]],
    ['a member', person({ organisation: OWN }), ['public', EMBARGOED, SIGNED_IN, MEMBERS]],
    ['a member of another organisation', person({ organisation: 'org:beta' }), ['public', EMBARGOED, SIGNED_IN, OTHERS]],
    ['a program of the organisation', { kind: 'program', id: 'p', name: 'P', organisation: OWN, roles: [], scopes: ['read'] }, ['public', EMBARGOED, SIGNED_IN, MEMBERS]],
    ['its provider', holding('provider', OWN), ['public', EMBARGOED, SIGNED_IN, MEMBERS, NAMED, DRAFT]],
    ['its steward', holding('steward', OWN), ['public', EMBARGOED, SIGNED_IN, MEMBERS, NAMED, DRAFT]],
    ['the provider of another', holding('provider', 'org:beta'), ['public', EMBARGOED, SIGNED_IN, OTHERS]],
    ["the node's curator", holding('curator', 'node'), ['public', EMBARGOED, SIGNED_IN, MEMBERS, NAMED, DRAFT, OTHERS]],
  ])('%s', async (_, caller, expected) => {
    expect(await seen(caller)).toEqual([...expected].sort());
  });

  test('whatever the clock says, only those who keep it', async () => {
    for (const caller of [ANYONE, person({ organisation: OWN })]) expect((await access.sightOf(caller)).anytime).not.toContain(EMBARGOED);
    for (const role of ['steward', 'curator'] as const) expect((await access.sightOf(holding(role, OWN))).anytime, role).toContain(EMBARGOED);
  });

  test('everything, to the operator and the node itself', async () => {
    for (const caller of [
      { kind: 'operator', name: 'local' },
      { kind: 'node', name: 'start' },
    ] as const)
      expect(await access.sightOf(caller)).toMatchObject(FULL_SIGHT);
  });

  test('single resources by a role for them, for as long as it is held', async () => {
    const until = new Date(now.getTime() + 60_000);
    const reviewer = holding('committee', 'resource:3k7m9p2q8s1x', until);
    expect((await access.sightOf(reviewer)).resources).toEqual(['3k7m9p2q8s1x']);
    now = until;
    expect((await access.sightOf(reviewer)).resources).toEqual([]);
  });

  test('a role for an organisation ends by the clock too', async () => {
    const until = new Date(now.getTime() + 60_000);
    const provider = holding('provider', OWN, until);
    expect(await seen(provider)).toContain(DRAFT);
    now = new Date(until.getTime() + 1);
    expect(await seen(provider)).not.toContain(DRAFT);
  });

  test('nothing that a token may not read', async () => {
    const limited = person({ roles: [{ role: 'committee', scope: 'resource:3k7m9p2q8s1x' }], scopes: ['request'] });
    const { resources, classes } = await access.sightOf(limited);
    expect(resources).toEqual([]);
    expect(classes).not.toContain(SIGNED_IN);
  });
});

it('two who see the same share a key, two who do not, do not', async () => {
  const key = async (caller: Caller) => (await access.sightOf(caller)).key;
  expect(await key(person({ id: 'one' }))).toBe(await key(person({ id: 'two' })));
  expect(await key(person())).not.toBe(await key(person({ organisation: OWN })));
});
