import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '../../identity/index.ts';
import { run } from '../../kernel/database.ts';
import type { OpenAccess } from '../open-access.ts';
import { accessAtHand, person, type AccessAtHand } from '../testing/access.ts';
import { adoptPolicies, type PolicyEditing } from './adopt-policies.ts';
import { compareSets } from './compare-sets.ts';
import { readSet, setHistory } from './policy-set-store.ts';
import type { PolicyFiles } from './policy.ts';
import { editablePolicies } from './sets.ts';

const OPERATOR: Caller = { kind: 'operator', name: 'local' };
const asker = person('somebody0001');

let door: AccessAtHand;
beforeAll(async () => {
  door = await accessAtHand();
});
afterAll(() => door.close());

const editing = (access: OpenAccess = door.access, caller: Caller = OPERATOR): PolicyEditing => ({ db: door.db, access, policies: access.policies, caller, at: door.clock.now });
const permit = (id: string, action = 'resource:steward') =>
  `@id("${id}")\n@reason("Because ${id}.")\n@reason_zh("因为${id}。")\npermit (principal is Person, action == Action::"${action}", resource);\n`;
const maySteward = async (access: OpenAccess = door.access) => (await access.decide({ caller: asker, action: 'resource:steward', resource: { id: 'resource0001' } })).allowed;

describe('adopting a set', () => {
  beforeEach(() => adoptPolicies(editing(), {}).then(() => undefined));

  test('puts it in force at once, here and in other processes, as a version with its entry in the ledger', async () => {
    const other = await door.another();
    expect([await maySteward(), await maySteward(other)]).toEqual([false, false]);
    const set = await adoptPolicies(editing(), { 'own.cedar': permit('everybody') }, { note: 'tried' });
    await other.settled();
    expect([await maySteward(), await maySteward(other)]).toEqual([true, true]);
    expect((await setHistory(door.db))[0]).toMatchObject({ version: set.version, by: 'operator:local', note: 'tried' });
    expect((await door.entries('policies.adopt')).at(-1)).toMatchObject({ actor: 'operator:local', detail: { version: set.version, digest: set.digest, changed: ['own.cedar'] } });
    const { reasons } = await door.access.decide({ caller: asker, action: 'resource:steward', resource: { id: 'resource0001' } });
    expect(reasons[0]).toEqual({ policy: 'everybody', outcome: 'permits', text: { en: 'Because everybody.', zh: '因为everybody。' } });
    await adoptPolicies(editing(), {});
    await other.settled();
    expect([await maySteward(), await maySteward(other)]).toEqual([false, false]);
  });

  test('is refused whole where it does not hold: told by line, entered, and nothing changes', async () => {
    await adoptPolicies(editing(), { 'own.cedar': permit('everybody') });
    const before = door.access.policies.set().version;
    await expect(adoptPolicies(editing(), { 'own.cedar': permit('everybody'), 'bad.cedar': '\npermit (principal, action, resource) when { context.x };' })).rejects.toMatchObject({
      code: 'invalid',
      flaws: [{ pointer: 'bad.cedar:2:45', reason: expect.stringContaining('attribute `x`') }],
    });
    expect(door.access.policies.set().version).toBe(before);
    expect(await maySteward()).toBe(true);
    expect((await door.entries('policies.refuse')).at(-1)).toMatchObject({ actor: 'operator:local', detail: { flaws: [{ file: 'bad.cedar', line: 2, column: 45 }] } });
  });

  test('is for those who may edit policies', async () => {
    await expect(adoptPolicies(editing(door.access, asker), { 'own.cedar': permit('me') })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await maySteward()).toBe(false);
  });

  test('nobody locks themselves out', async () => {
    const files = { 'defaults.cedar': permit('everybody') };
    await expect(adoptPolicies(editing(), files)).rejects.toMatchObject({ flaws: [{ reason: expect.stringContaining('no longer edit policies') }] });
    await expect(adoptPolicies(editing(), { 'own.cedar': 'forbid (principal, action == Action::"policy:edit", resource);' })).rejects.toMatchObject({ code: 'invalid' });
  });

  test('two who change the same version: the second is told', async () => {
    const basedOn = door.access.policies.set().version;
    await adoptPolicies(editing(), { 'own.cedar': permit('first') }, { basedOn });
    await expect(adoptPolicies(editing(), { 'own.cedar': permit('second') }, { basedOn })).rejects.toMatchObject({ code: 'conflict' });
    expect((await door.access.decide({ caller: asker, action: 'resource:steward', resource: { id: 'resource0001' } })).reasons[0]?.policy).toBe('first');
  });

  test('an earlier version can be put in force again; none is ever changed', async () => {
    const first = await adoptPolicies(editing(), { 'own.cedar': permit('first') });
    await adoptPolicies(editing(), { 'own.cedar': permit('second') });
    const again = await readSet(door.db, first.version);
    const restored = await adoptPolicies(editing(), again?.files as PolicyFiles, { note: `back to ${first.version}` });
    expect(restored).toMatchObject({ digest: first.digest, version: first.version + 2 });
    await expect(run(door.db, `update access.policy_set set files = '{}'`)).rejects.toThrow(/neither changed nor deleted/);
    await expect(run(door.db, 'delete from access.policy_set')).rejects.toThrow(/neither changed nor deleted/);
  });
});

describe('files in the data folder', () => {
  let folder: string;
  beforeEach(async () => {
    await adoptPolicies(editing(), {});
    folder = join(await mkdtemp(join(tmpdir(), 'policies-')), 'policies');
  });
  const open = () => door.another({ policyFolder: folder });
  const write = (files: PolicyFiles) => Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));

  test('are adopted where they hold, and taken back with the file', async () => {
    const access = await open();
    await write({ 'own.cedar': permit('files') });
    await access.policyFolder?.sync();
    expect(await maySteward(access)).toBe(true);
    expect((await setHistory(door.db))[0]?.by).toBe('operator:files');
    await rm(join(folder, 'own.cedar'));
    await access.policyFolder?.sync();
    expect(await maySteward(access)).toBe(false);
  });

  test('are noticed by themselves', async () => {
    const access = await open();
    await write({ 'own.cedar': permit('noticed') });
    await expect.poll(() => maySteward(access), { timeout: 60_000, interval: 200 }).toBe(true);
  });

  test('that do not hold are refused, and the last good set stays, across a restart as well', async () => {
    const access = await open();
    await write({ 'own.cedar': permit('good') });
    await access.policyFolder?.sync();
    await write({ 'own.cedar': permit('good').replace('permit', 'allow') });
    await access.policyFolder?.sync();
    expect(access.policyFolder?.refused()).toMatchObject({ flaws: [{ file: 'own.cedar', line: 4, column: 1 }] });
    expect(await maySteward(access)).toBe(true);
    await access.close();

    const restarted = await open();
    expect(restarted.policyFolder?.refused()?.flaws).toHaveLength(1);
    expect(await maySteward(restarted)).toBe(true);
    expect(await readFile(join(folder, 'own.cedar'), 'utf8')).toContain('allow');
    await write({ 'own.cedar': permit('mended') });
    await restarted.policyFolder?.sync();
    expect(restarted.policyFolder?.refused()).toBeUndefined();
    expect((await restarted.decide({ caller: asker, action: 'resource:steward', resource: { id: 'resource0001' } })).reasons[0]?.policy).toBe('mended');
  });

  test('show what was adopted elsewhere', async () => {
    const access = await open();
    await adoptPolicies(editing(access), { 'own.cedar': permit('portal'), 'second.cedar': permit('portal-too') });
    await access.policyFolder?.sync();
    expect((await readdir(folder)).filter((name) => name.endsWith('.cedar'))).toEqual(['own.cedar', 'second.cedar']);
    expect(await readFile(join(folder, 'own.cedar'), 'utf8')).toBe(permit('portal'));
    await access.close();
    // A folder that was lost is written anew from the database.
    await rm(folder, { recursive: true });
    const restarted = await open();
    expect(await readFile(join(folder, 'own.cedar'), 'utf8')).toBe(permit('portal'));
    expect(await maySteward(restarted)).toBe(true);
  });
});

describe('trying a set out', () => {
  const tryOut = (files: PolicyFiles, more: object = {}) => {
    const read = editablePolicies(files);
    if ('flaws' in read) throw new Error(JSON.stringify(read.flaws));
    return compareSets(
      door.db,
      door.access.policies,
      read.policies,
      { people: [], actions: ['resource:use', 'resource:steward', 'policy:edit'], subjects: [{ id: 'controlled00' }, { id: 'openopenopen' }], ...more },
      door.clock.now,
      (id) => new Set([id]),
    );
  };
  beforeAll(async () => {
    await adoptPolicies(editing(), {});
    await door.terms('controlled00', { reviews: [{ kind: 'committee' }] });
  });

  test('tells who could do what before and after, and what decides', async () => {
    const entered = (await door.entries('')).length;
    const { changed, counts, asked } = await tryOut({
      'own.cedar': permit('everybody') + '@id("closed")\nforbid (principal is Anyone, action == Action::"resource:use", resource);',
    });
    expect(asked).toBe(9 * (2 + 2 + 1));
    const told = changed.map(({ asker: { name }, action, resource, before, after }) => [name, action, resource, before.allowed, after.allowed, after.policies.join()].join(' '));
    expect(told).toContain('anyone resource:use openopenopen true false closed');
    expect(told).toContain('person:signed-in resource:steward controlled00 false true everybody');
    expect(told.some((line) => line.startsWith('person:role:steward resource:steward'))).toBe(false);
    expect(counts.find(({ asker: { name }, action }) => name === 'anyone' && action === 'resource:use')).toMatchObject({ before: 1, after: 0, of: 2 });
    // Nothing was entered, and nothing is in force.
    expect((await door.entries('')).length).toBe(entered);
    expect(await maySteward()).toBe(false);
  });

  test('a set that changes nothing changes nothing', async () => {
    expect((await tryOut({})).changed).toEqual([]);
  });

  test('says so where somebody is not known, and where it would be too much at once', async () => {
    await expect(tryOut({}, { people: ['nobodyhere00'] })).rejects.toThrow('There is nobody "nobodyhere00" here.');
    await expect(tryOut({}, { subjects: Array.from({ length: 500 }, (_, place) => ({ id: `resource${place}` })) })).rejects.toThrow(/at most 2000/);
  });
});
