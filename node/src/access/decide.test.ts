import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ANYONE, type Caller } from '../identity/index.ts';
import { run } from '../kernel/database.ts';
import { verifyLedger } from '../ledger/index.ts';
import { Purpose } from './data-use/index.ts';
import { addRedLines, endRedLine, NewRedLine } from './red-lines/index.ts';
import { accessAtHand, giveGrant, person, type AccessAtHand } from './testing/access.ts';

const OPERATOR: Caller = { kind: 'operator', name: 'local' };
const DAY = 86_400_000;
const later = (at: Date, days: number) => new Date(at.getTime() + days * DAY);

let door: AccessAtHand;
beforeAll(async () => {
  door = await accessAtHand();
});
afterAll(() => door.close());

const cancer = Purpose.parse({ title: 'Markers of lung cancer', uses: ['disease'], diseases: ['MONDO:0005138'], countries: ['CN'] });
const use = (caller: Caller, id: string, more: object = {}) => door.access.decide({ caller, action: 'resource:use', resource: { id, status: 'published' }, ...more });

describe('what may be used', () => {
  test('a resource that asks for nothing is open to everybody', async () => {
    const decision = await use(ANYONE, 'openopenopen');
    expect(decision).toMatchObject({ allowed: true, answer: 'yes', reasons: [{ policy: 'open', outcome: 'permits' }] });
    expect(decision.reasons[0]?.text).toMatchObject({ en: expect.stringMatching(/open to everybody/), zh: expect.stringMatching(/开放/) });
  });

  test('a draft is not, even where it asks for nothing', async () => {
    expect((await door.access.decide({ caller: ANYONE, action: 'resource:use', resource: { id: 'draftdraft00', status: 'draft' } })).allowed).toBe(false);
  });

  test('a controlled dataset: nobody knows the asker, then a request may be made, then a grant opens it until it ends', async () => {
    await door.terms('controlled01', { conditions: [{ term: 'DS', values: ['MONDO:0005138'] }], reviews: [{ kind: 'committee' }] });
    const asker = person('askeraskera1', [], { country: 'CN' });
    expect(await use(ANYONE, 'controlled01')).toMatchObject({ answer: 'ask', reasons: expect.arrayContaining([expect.objectContaining({ policy: 'sign-in' })]) });
    const before = await use(asker, 'controlled01', { purpose: cancer });
    expect(before).toMatchObject({ allowed: false, answer: 'ask' });
    expect(before.reasons.map(({ policy }) => policy)).toContain('request');

    const from = door.clock.now;
    await giveGrant(door.db, { id: 'grantgrant01', to: 'person:askeraskera1', resource: 'controlled01', purpose: cancer, from, until: later(from, 30) });
    await door.access.settled();
    const granted = await use(asker, 'controlled01');
    expect(granted).toMatchObject({ allowed: true, until: later(from, 30) });
    expect(granted.reasons.map(({ policy }) => policy)).toEqual(expect.arrayContaining(['granted', 'grant:grantgrant01']));
    // For this purpose and no other, and not elsewhere.
    expect((await use(asker, 'controlled01', { purpose: Purpose.parse({ ...cancer, title: 'Insurance' }) })).allowed).toBe(false);
    expect((await door.access.decide({ caller: asker, action: 'resource:export', resource: { id: 'controlled01' }, destination: 'CN' })).allowed).toBe(false);
    // Nobody else.
    expect((await use(person('otherother01'), 'controlled01', { purpose: cancer })).allowed).toBe(false);

    door.clock.now = later(from, 30);
    const ended = await use(asker, 'controlled01');
    expect(ended).toMatchObject({ allowed: false, answer: 'ask' });
    expect(ended.reasons.map(({ text }) => text['en']).join(' ')).toContain('Access ended on 2027-03-31.');
  });

  test('a revoked grant counts no longer, at once', async () => {
    await door.terms('controlled02', { reviews: [{ kind: 'technical' }] });
    const asker = person('askeraskera2');
    const grant = { id: 'grantgrant02', to: 'person:askeraskera2', resource: 'controlled02', from: door.clock.now, until: later(door.clock.now, 365) };
    await giveGrant(door.db, grant);
    await door.access.settled();
    expect((await use(asker, 'controlled02')).allowed).toBe(true);
    await giveGrant(door.db, { ...grant, revoked: door.clock.now });
    await door.access.settled();
    expect((await use(asker, 'controlled02')).allowed).toBe(false);
  });

  test('conditions that a purpose meets suffice where nobody need decide; one that names no disease does not meet them', async () => {
    await door.terms('automatic001', { automatic: true, conditions: [{ term: 'DS', values: ['MONDO:0005138'] }] });
    expect(await use(person('p'), 'automatic001', { purpose: cancer })).toMatchObject({ answer: 'yes' });
    const vague = await use(person('p'), 'automatic001', { purpose: Purpose.parse({ uses: ['biomedical'] }) });
    expect(vague).toMatchObject({ answer: 'no' });
    expect(vague.reasons.map(({ policy, outcome }) => `${policy} ${outcome}`)).toEqual(['conditions-not-met forbids', 'DUO:0000007 forbids']);
    expect(await use(person('p'), 'automatic001')).toMatchObject({ answer: 'ask', reasons: expect.arrayContaining([expect.objectContaining({ policy: 'purpose' })]) });
  });

  test('running the node gives no right to its data', async () => {
    await door.terms('controlled03', { reviews: [{ kind: 'ethics' }] });
    expect((await use(OPERATOR, 'controlled03')).allowed).toBe(false);
    expect((await use(person('o', [{ role: 'operator', scope: 'node' }]), 'controlled03')).allowed).toBe(false);
  });
});

describe('gates', () => {
  test('an embargo is read off the clock, with no job in between', async () => {
    const ends = later(door.clock.now, 10);
    await door.terms('embargoed001', { embargoUntil: ends.toISOString() });
    const before = await use(ANYONE, 'embargoed001');
    expect(before).toMatchObject({ answer: 'no', until: ends, reasons: [{ policy: 'embargo', outcome: 'forbids' }] });
    expect(before.reasons[0]?.text['zh']).toContain(ends.toISOString().slice(0, 10));
    door.clock.now = new Date(ends.getTime() - 1);
    expect((await use(ANYONE, 'embargoed001')).allowed).toBe(false);
    door.clock.now = ends;
    expect((await use(ANYONE, 'embargoed001')).allowed).toBe(true);
  });

  test('what must be certified and is not is not given out', async () => {
    await door.terms('uncertified1', { certification: 'required' });
    expect(await use(ANYONE, 'uncertified1')).toMatchObject({ answer: 'no', reasons: [{ policy: 'certification' }] });
  });

  test('an export names where the data go', async () => {
    const question = { caller: ANYONE, action: 'resource:export' as const, resource: { id: 'openopenopen', status: 'published' } };
    expect(await door.access.decide(question)).toMatchObject({ answer: 'no', reasons: [{ policy: 'border:destination' }] });
    expect(await door.access.decide({ ...question, destination: 'DE' })).toMatchObject({ answer: 'yes' });
  });

  test('a red line is a no, from its first instant to its last', async () => {
    const at = door.clock.now;
    await door.terms('genetic00001', { dataCategories: ['human-genetic-resources'], country: 'CN' });
    const question = { caller: person('abroad', [], { country: 'DE' }), action: 'resource:export' as const, resource: { id: 'genetic00001' } };
    expect((await door.access.decide({ ...question, destination: 'DE' })).allowed).toBe(true);
    const line = NewRedLine.parse({
      id: 'genetic-stay',
      title: { en: 'Human genetic resources stay', zh: '人类遗传资源不出境' },
      dataCategory: 'human-genetic-resources',
      forbids: 'leaving-country',
      country: 'CN',
      source: { title: 'A regulation made for this test', section: 'article 1', date: '2027-01-01' },
      from: later(at, 1).toISOString(),
    });
    await door.db.transaction().execute((trx) => addRedLines(trx, [line], { at, by: 'person:steward' }));
    await door.access.settled();
    expect(await door.access.decide({ ...question, destination: 'DE' })).toMatchObject({ allowed: true, until: later(at, 1) });
    door.clock.now = later(at, 1);
    const crossed = await door.access.decide({ ...question, destination: 'DE' });
    expect(crossed).toMatchObject({ answer: 'no', reasons: [{ policy: 'red-line:genetic-stay', outcome: 'forbids' }] });
    expect(crossed.reasons[0]?.text['en']).toContain('A regulation made for this test, article 1, 2027-01-01');
    // Within the country it may go; used from abroad, or from nobody knows where, it would leave.
    expect((await door.access.decide({ ...question, destination: 'CN' })).allowed).toBe(true);
    expect((await door.access.decide({ ...question, action: 'resource:use' })).allowed).toBe(false);
    expect((await door.access.decide({ ...question, caller: person('nowhere'), action: 'resource:use' })).allowed).toBe(false);
    expect((await door.access.decide({ ...question, caller: person('here', [], { country: 'CN' }), action: 'resource:use' })).allowed).toBe(true);

    await door.db.transaction().execute((trx) => endRedLine(trx, 'genetic-stay', { until: later(at, 2), reason: 'replaced' }, { at: door.clock.now, by: 'person:steward' }));
    await door.access.settled();
    expect((await door.access.decide({ ...question, destination: 'DE' })).allowed).toBe(false);
    door.clock.now = later(at, 2);
    expect((await door.access.decide({ ...question, destination: 'DE' })).allowed).toBe(true);
  });
});

describe('roles', () => {
  const edit = (caller: Caller, organisation?: string) => door.access.decide({ caller, action: 'resource:edit', resource: { id: 'described001', organisation } });
  test('hold where they are given, until they end', async () => {
    const until = later(door.clock.now, 1);
    const provider = person('provider', [{ role: 'provider', scope: 'org:ror-012345678', until }]);
    expect(await edit(provider, 'org:ror-012345678')).toMatchObject({ allowed: true, until });
    expect((await edit(provider, 'org:ror-999999999')).allowed).toBe(false);
    expect((await edit(provider)).allowed).toBe(false);
    door.clock.now = until;
    expect((await edit(provider, 'org:ror-012345678')).allowed).toBe(false);
    expect((await edit(person('keeper', [{ role: 'curator', scope: 'resource:described001' }]))).allowed).toBe(true);
  });

  test('a token does no more than its scopes', async () => {
    const curator = { roles: [{ role: 'curator', scope: 'node' }] as const };
    expect((await edit(person('c', [...curator.roles]))).allowed).toBe(true);
    expect(await edit(person('c', [...curator.roles], { scopes: ['read'] }))).toMatchObject({ allowed: false, reasons: [{ policy: 'scope:describe' }] });
    expect((await edit(person('c', [...curator.roles], { scopes: ['curate'] }))).allowed).toBe(true);
  });

  test('whoever is not known is asked to sign in', async () => {
    await expect(door.access.demand({ caller: ANYONE, action: 'policy:edit' })).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(door.access.demand({ caller: person('p'), action: 'policy:edit' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(door.access.demand({ caller: OPERATOR, action: 'policy:edit' })).resolves.toMatchObject({ allowed: true });
  });
});

describe('the clock', () => {
  test('set back by more than five minutes: no, said plainly and entered; the operator declares it right', async () => {
    const right = door.clock.now;
    expect((await use(ANYONE, 'openopenopen')).allowed).toBe(true);
    door.clock.now = new Date(right.getTime() - 5 * 60_000);
    expect((await use(ANYONE, 'openopenopen')).allowed).toBe(true);
    door.clock.now = new Date(right.getTime() - 5 * 60_000 - 1);
    const refused = await use(ANYONE, 'openopenopen', { requestId: 'set-back' });
    expect(refused).toMatchObject({ answer: 'no', reasons: [{ policy: 'clock' }] });
    expect(refused.reasons[0]?.text['en']).toContain('clock');
    const entry = (await door.entries('decide.resource:use')).find(({ detail }) => detail['requestId'] === 'set-back');
    expect(entry?.detail).toMatchObject({ answer: 'no', clockSetBack: { machine: door.clock.now.toISOString(), recorded: right.toISOString() } });
    await expect(door.access.demand({ caller: person('o', [{ role: 'operator', scope: 'node' }]), action: 'node:operate' })).rejects.toThrow(/clock/);
    await expect(door.access.demand({ caller: OPERATOR, action: 'node:operate' })).resolves.toBeTruthy();

    // Known again after a start, from the ledger.
    const started = await door.another();
    expect((await started.decide({ caller: ANYONE, action: 'resource:use', resource: { id: 'openopenopen' } })).allowed).toBe(false);

    await door.access.acceptClock(OPERATOR);
    expect((await use(ANYONE, 'openopenopen')).allowed).toBe(true);
    const startedLater = await door.another();
    expect((await startedLater.decide({ caller: ANYONE, action: 'resource:use', resource: { id: 'openopenopen' } })).allowed).toBe(true);
  });
});

describe('the ledger', () => {
  test('one entry a decision: who, what, purpose, answer, policies and facts, request', async () => {
    await door.terms('entered00001', { reviews: [{ kind: 'committee' }], dataCategories: ['genomic-data'] });
    const { entry } = await use(person('askeraskera9', [{ role: 'planner', scope: 'node' }]), 'entered00001', { purpose: cancer, requestId: 'request-1' });
    const found = (await door.entries('decide.resource:use')).at(-1);
    expect(entry).toBeGreaterThan(0);
    expect(found).toMatchObject({
      actor: 'person:askeraskera9',
      subject: 'entered00001',
      detail: {
        answer: 'ask',
        decidedBy: [{ policy: 'request', outcome: 'lacks' }],
        facts: { granted: null, roles: ['planner node'], dataCategories: ['genomic-data'], policySet: 0 },
        purpose: { title: 'Markers of lung cancer', digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
        requestId: 'request-1',
      },
    });
  });

  test('use is entered each time, from the cache as well; who may edit once while the answer stands; discovery never', async () => {
    const asker = person('askeraskera8', [{ role: 'curator', scope: 'node' }]);
    const count = async () => (await door.entries('decide.')).filter(({ actor }) => actor === 'person:askeraskera8').length;
    await use(asker, 'openopenopen');
    await use(asker, 'openopenopen');
    expect(await count()).toBe(2);
    const first = await door.access.decide({ caller: asker, action: 'resource:edit', resource: { id: 'openopenopen' } });
    const second = await door.access.decide({ caller: asker, action: 'resource:edit', resource: { id: 'openopenopen' } });
    expect(second.entry).toBe(first.entry);
    await door.access.decide({ caller: asker, action: 'resource:discover', resource: { id: 'openopenopen' } });
    expect(await count()).toBe(3);
    expect(await verifyLedger(door.db)).toMatchObject({ intact: true });
  });
});

describe('changes', () => {
  test('of another process are heard at once; while none are heard, nothing is kept', async () => {
    await door.terms('controlled05', { reviews: [{ kind: 'committee' }] });
    const asker = person('askeraskera5');
    const other = await door.another();
    const question = { caller: asker, action: 'resource:use' as const, resource: { id: 'controlled05' } };
    expect((await other.decide(question)).allowed).toBe(false);
    await giveGrant(door.db, { id: 'grantgrant05', to: 'person:askeraskera5', resource: 'controlled05', from: door.clock.now, until: later(door.clock.now, 5) });
    await other.settled();
    expect((await other.decide(question)).allowed).toBe(true);

    // The connection that listens is cut; a change follows before anybody listens again.
    await run(door.db, `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'biotope answers' and datname = current_database()`);
    await giveGrant(door.db, {
      id: 'grantgrant05',
      to: 'person:askeraskera5',
      resource: 'controlled05',
      from: door.clock.now,
      until: later(door.clock.now, 5),
      revoked: door.clock.now,
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await other.decide(question)).allowed).toBe(false);
  });
});
