import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROLES, TOKEN_SCOPES, type Caller } from '../identity/index.ts';
import { run } from '../kernel/database.ts';
import type { Action, Question } from './access.ts';
import { decide } from './decide.ts';
import { factTables } from './fact-tables.ts';
import type { Surroundings } from './facts.ts';
import { createEngine, editablePolicies, wholeSet, type Engine, type Policy } from './policies/index.ts';
import { addRedLines, NewRedLine, redLinesOf, type RedLine } from './red-lines/index.ts';
import { accessAtHand, giveGrant, type AccessAtHand } from './testing/access.ts';

const FROM = new Date('2027-01-01T00:00:00Z');
const RESOURCE = 'redline00001';
const lineOf = (forbids: RedLine['forbids'], until?: Date): RedLine =>
  ({
    id: `line-${forbids}`,
    title: { en: 'A line', zh: '红线' },
    dataCategory: 'human-genetic-resources',
    forbids,
    country: forbids === 'leaving-country' ? 'CN' : undefined,
    source: { title: 'A rule made for this test', date: '2027-01-01' },
    from: FROM,
    until,
    entered: { at: FROM, by: 'person:steward' },
  }) as RedLine;

/** Permits an operator may write, as far as permits go. */
const PERMITS = [
  'permit (principal, action, resource);',
  'permit (principal, action in [Action::"resource:use", Action::"resource:export"], resource) when { resource.dataCategories.contains("human-genetic-resources") };',
  'permit (principal is Person, action, resource) when { context.roles.contains("operator") || context.granted };',
  'permit (principal == Person::"asker0000001", action, resource == Resource::"redline00001") unless { context.embargoed };',
  'permit (principal, action, resource) when { context.now >= datetime("2020-01-01") };',
];
const ownOf = (texts: readonly string[], withoutDefaults: boolean): Policy[] => {
  const files = { 'own.cedar': texts.join('\n'), ...(withoutDefaults ? { 'defaults.cedar': '' } : {}) };
  const read = editablePolicies(files);
  if ('flaws' in read) throw new Error(JSON.stringify(read.flaws));
  return read.policies;
};

const anyCaller: fc.Arbitrary<Caller> = fc.oneof(
  fc.constant<Caller>({ kind: 'anyone' }),
  fc.constant<Caller>({ kind: 'operator', name: 'local' }),
  fc.constant<Caller>({ kind: 'node', name: 'this' }),
  fc.record({
    kind: fc.constant('person' as const),
    id: fc.constant('asker0000001'),
    name: fc.constant('Asker'),
    organisation: fc.constantFrom(undefined, 'org:ror-012345678'),
    country: fc.constantFrom(undefined, 'CN', 'DE'),
    roles: fc.array(
      fc.record({
        role: fc.constantFrom(...ROLES),
        scope: fc.constantFrom('node' as const, `resource:${RESOURCE}` as const, 'org:ror-012345678' as const),
        until: fc.constantFrom(undefined, new Date('2027-06-01')),
      }),
      { maxLength: 4 },
    ),
    scopes: fc.constantFrom(undefined, [...TOKEN_SCOPES]),
  }),
  fc.record({
    kind: fc.constant('program' as const),
    id: fc.constant('program00001'),
    name: fc.constant('Program'),
    country: fc.constantFrom(undefined, 'CN', 'US'),
    roles: fc.constant([]),
    scopes: fc.constant([...TOKEN_SCOPES]),
  }),
);
const anyInstant = fc.date({ min: FROM, max: new Date('2030-01-01T00:00:00Z'), noInvalidDate: true });
const abroad = fc.constantFrom(undefined, 'DE', 'US');

/** What stands in the database in these cases: terms, a grant, a visa. */
const world = fc.record({
  automatic: fc.boolean(),
  granted: fc.boolean(),
  visa: fc.boolean(),
  country: fc.constantFrom(undefined, 'CN'),
  texts: fc.array(fc.constantFrom(...PERMITS), { maxLength: 5 }),
  withoutDefaults: fc.boolean(),
});

describe('a red line is a no that nobody’s yes can lift', () => {
  let door: AccessAtHand;
  beforeAll(async () => {
    door = await accessAtHand(FROM);
    await giveGrant(door.db, {
      id: 'grantred0001',
      to: 'person:asker0000001',
      resource: RESOURCE,
      actions: ['resource:use', 'resource:export'],
      from: FROM,
      until: new Date('2031-01-01'),
    });
  });
  afterAll(() => door.close());

  const engines = new Map<string, Engine>();
  const engineFor = (key: string, make: () => Engine) => engines.get(key) ?? (engines.set(key, make()).get(key) as Engine);
  const surroundings = (visa: boolean): Surroundings => ({
    tables: factTables(door.db),
    ancestors: (id) => new Set([id]),
    passportGrants: async () => ({ grants: visa ? [{ visa: 'visa', by: 'somebody', until: new Date('2031-01-01') } as never] : [], refusals: [] }),
  });

  test.each<[RedLine['forbids'], Action[]]>([
    ['sharing', ['resource:use', 'resource:export']],
    ['export', ['resource:export']],
    ['leaving-country', ['resource:export']],
  ])('%s', async (forbids, actions) => {
    const seen = new Set<boolean>();
    await fc.assert(
      fc.asyncProperty(world, anyCaller, anyInstant, abroad, fc.constantFrom(...actions), fc.boolean(), async (given, caller, now, destination, action, lined) => {
        await door.terms(RESOURCE, {
          dataCategories: ['human-genetic-resources'],
          country: given.country,
          ...(given.automatic ? { automatic: true, conditions: [{ term: 'NRES' }] } : { reviews: [{ kind: 'committee' }] }),
        });
        const key = JSON.stringify([forbids, lined, given.texts, given.withoutDefaults]);
        const engine = engineFor(key, () => createEngine(wholeSet(ownOf(given.texts, given.withoutDefaults), lined ? [lineOf(forbids)] : [])));
        const question: Question = { caller, action, resource: { id: RESOURCE, status: 'published', organisation: 'org:ror-012345678' }, destination };
        const { decision } = await decide(question, { now, wall: now, setBack: false }, () => engine, surroundings(given.visa));
        const said = decision.reasons.map(({ policy }) => policy);
        if (!lined) seen.add(decision.allowed);
        expect(lined ? [decision.answer, said.includes(`red-line:line-${forbids}`)] : ['no', true]).toEqual(['no', true]);
      }),
      { numRuns: 80 },
    );
    // Without the red line some of the same questions are answered yes, so that the no says something.
    expect(seen.has(true)).toBe(true);
    for (const engine of engines.values()) engine.close();
    engines.clear();
  });

  test('through the door: no sequence of grants, roles, policies and clock changes', async () => {
    await door.terms(RESOURCE, { dataCategories: ['human-genetic-resources'], reviews: [{ kind: 'committee' }] });
    const line = NewRedLine.parse({
      id: 'no-sharing',
      title: { en: 'A line', zh: '红线' },
      dataCategory: 'human-genetic-resources',
      forbids: 'sharing',
      source: { title: 'A rule made for this test', date: '2027-01-01' },
      from: FROM.toISOString(),
    });
    await door.db.transaction().execute((trx) => addRedLines(trx, [line], { at: FROM, by: 'person:steward' }));
    await door.access.settled();
    expect(await redLinesOf(door.db)).toHaveLength(1);
    const deeds = {
      grant: (until: Date) => giveGrant(door.db, { id: 'grantred0002', to: 'person:asker0000001', resource: RESOURCE, from: FROM, until }),
      policy: (at: Date) =>
        run(
          door.db,
          `insert into access.policy_set (version, files, digest, at, by) select coalesce(max(version), 0) + 1, $1, 'digest of ' || coalesce(max(version), 0), $2, 'operator:files' from access.policy_set`,
          [JSON.stringify({ 'own.cedar': PERMITS[at.getTime() % PERMITS.length] }), at],
        ),
      clock: async (at: Date) => void (door.clock.now = at),
      certificate: () => door.terms(RESOURCE, { dataCategories: ['human-genetic-resources'], automatic: true, conditions: [{ term: 'NRES' }] }),
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...(Object.keys(deeds) as (keyof typeof deeds)[])), anyInstant), { maxLength: 6 }),
        anyCaller,
        async (sequence, caller) => {
          for (const [deed, at] of sequence) {
            await deeds[deed](at);
            await door.access.settled();
            expect((await door.access.decide({ caller, action: 'resource:use', resource: { id: RESOURCE, status: 'published' } })).allowed).toBe(false);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  test('two answers with the same facts are equal, the second from the cache or not', async () => {
    await fc.assert(
      fc.asyncProperty(anyCaller, fc.constantFrom<Action>('resource:use', 'resource:edit', 'resource:steward', 'policy:edit'), async (caller, action) => {
        const question: Question = { caller, action, resource: action === 'policy:edit' ? undefined : { id: 'otherother01' } };
        const first = await door.access.decide(question);
        const second = await door.access.decide({ ...question, caller: structuredClone(caller) });
        const third = await (await another()).decide(question);
        for (const again of [second, third]) expect({ ...again, entry: 0 }).toEqual({ ...first, entry: 0 });
      }),
      { numRuns: 30 },
    );
  });
  let second: Awaited<ReturnType<AccessAtHand['another']>> | undefined;
  const another = async () => (second ??= await door.another());
});
