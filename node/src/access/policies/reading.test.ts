import { describe, expect, test } from 'vitest';
import type { Action } from '../access.ts';
import { person } from '../testing/access.ts';
import { cedar, renewCedar } from './cedar.ts';
import { checkPolicies } from './check-policies.ts';
import { createEngine } from './engine.ts';
import { clockUseOf } from './instants.ts';
import { POLICY_LIMITS } from './limits.ts';
import type { Policy, PolicyFiles } from './policy.ts';
import { requestOf } from './request.ts';
import { defaultPolicies, editablePolicies, standingPolicies, wholeSet } from './sets.ts';

const flawsOf = (files: PolicyFiles) => {
  const read = editablePolicies(files);
  return 'flaws' in read ? read.flaws.map(({ file, line, column, reason }) => `${file}:${line}:${column} ${reason}`) : [];
};
const own = (text: string): Policy[] => {
  const read = editablePolicies({ 'own.cedar': text });
  if ('flaws' in read) throw new Error(JSON.stringify(read.flaws));
  return read.policies.filter(({ origin }) => origin === 'own');
};
const when = (condition: string) => `permit (principal, action == Action::"resource:use", resource) when { ${condition} };`;
const use = (text: string, now = new Date('2027-03-01T09:00:00Z'), action: Action = 'resource:use') => {
  const engine = createEngine(wholeSet(own(text), []));
  try {
    return engine.evaluate(requestOf(person('somebody0001'), action, { subject: { id: 'resource0001' } }, { now }));
  } finally {
    engine.close();
  }
};

describe('policies that do not hold are refused by file, line, column and reason', () => {
  test.each([
    ['a slip of the pen', when('context.granted && ;'), /^own\.cedar:1:90 unexpected token `;`/],
    ['a fact there is none of', when('context.rolez.contains("curator")'), /^own\.cedar:1:71 attribute `rolez` .*did you mean `roles`\?/],
    ['an attribute that may be missing', when('resource.country == "CN"'), /unable to guarantee safety of access to optional attribute/],
    ['an action there is none of', 'permit (principal, action == Action::"resource:see", resource);', /^own\.cedar:1:\d+ unrecognized action/],
    ['a number for a word', when('resource.kind == 3'), /^own\.cedar:1:71 the types Long and String are not compatible/],
    ['a template', 'permit (principal == ?principal, action, resource);', /^own\.cedar:1:22 templates/],
    ['a name that is taken', `@id("embargo")\n${when('true')}`, /^own\.cedar:1:1 another policy bears the name "embargo" already/],
    ['a name of the red-line list', `@id("red-line:x")\n${when('true')}`, /names that begin with "red-line:"/],
    ['two annotations of one name', `@id("a") @id("b")\n${when('true')}`, /duplicate annotation/],
  ])('%s', (_name, text, expected) => {
    expect(flawsOf({ 'own.cedar': text })).toEqual(expect.arrayContaining([expect.stringMatching(expected)]));
  });

  test('lines and columns are counted in characters, after Chinese text as well', () => {
    const text = `// 本院策略：仅限院内人员\n@id("x")\n@reason_zh("院内人员")\npermit (principal, action, resource) when { "医院" == context.rolez };`;
    expect(flawsOf({ 'own.cedar': text })).toEqual([expect.stringMatching(/^own\.cedar:4:53 attribute `rolez`/)]);
  });

  test('every flaw of every file is told, and nothing of the rest is read', () => {
    const files = { 'a.cedar': when('true'), 'b.cedar': `\n\n${when('nobody')}`, 'c.cedar': `${when('context.x')}\n${when('context.y')}` };
    const flaws = flawsOf(files);
    expect(flaws.map((flaw) => flaw.split(' ')[0])).toEqual([expect.stringMatching(/^b\.cedar:3:/), expect.stringMatching(/^c\.cedar:1:/), expect.stringMatching(/^c\.cedar:2:/)]);
  });
});

describe('what would exhaust the engine is refused by its size', () => {
  const deep = (open: string, inner: string, close: string, times: number) => when(open.repeat(times) + inner + close.repeat(times));
  const over = POLICY_LIMITS.operators + 1;
  test.each([
    ['a set of a million', when(`[${'1,'.repeat(999_999)}1].contains(1)`), /characters; at most/],
    ['a set longer than a policy may list', when(`[${'1,'.repeat(POLICY_LIMITS.elements)}1].contains(1)`), /elements; at most 1000 are allowed/],
    ['brackets within brackets', deep('(', 'true', ')', 10_000), /characters; at most|brackets within brackets/],
    ['a few too many brackets', deep('(', 'true', ')', POLICY_LIMITS.nesting), /brackets within brackets; at most 24/],
    ['sets within sets', deep('[', '1', ']', 500), /brackets within brackets/],
    ['a chain of and', when(`true${' && true'.repeat(over)}`), /operators and attributes; at most/],
    ['a sum', when(`1${'+1'.repeat(over)} == 1`), /operators and attributes/],
    ['if within if', when(`${'if true then '.repeat(over)}true${' else true'.repeat(over)}`), /operators and attributes/],
    ['attributes of attributes', when(`context${'.a'.repeat(over)}`), /operators and attributes/],
  ])('%s', (_name, text, expected) => {
    expect(flawsOf({ 'own.cedar': text })).toEqual(expect.arrayContaining([expect.stringMatching(expected)]));
    // Whatever was tried, the engine answers afterwards.
    expect(standingPolicies().length).toBeGreaterThan(0);
    expect(use(when('true')).allowed).toBe(true);
  });

  test('strings and comments count for nothing', () => {
    expect(flawsOf({ 'own.cedar': `// ${'(('.repeat(500)}\n${when(`resource.kind == "${'(&&.'.repeat(300)}"`)}` })).toEqual([]);
  });

  test('what reaches the limits exactly is read, and what breaks the engine breaks a thread of its own', async () => {
    const largest = when(`${'('.repeat(POLICY_LIMITS.nesting - 1)}true${')'.repeat(POLICY_LIMITS.nesting - 1)}${' && true'.repeat(POLICY_LIMITS.operators - 2)}`);
    expect(await checkPolicies({ 'own.cedar': largest })).toHaveProperty('policies');
    expect(use(largest).allowed).toBe(true);
    expect(await checkPolicies({ 'own.cedar': when('true') }, 0)).toMatchObject({ flaws: [{ reason: expect.stringContaining('could not be read within') }] });
  });

  test('more policies or files than a node may have', () => {
    expect(flawsOf({ 'own.cedar': when('true').repeat(POLICY_LIMITS.policies + 1) })).toEqual([expect.stringContaining('at most 1000 are allowed')]);
    expect(flawsOf(Object.fromEntries(Array.from({ length: 51 }, (_, place) => [`f${place}.cedar`, when('true')])))).toEqual([expect.stringContaining('at most 50')]);
    expect(flawsOf({ '../outside.cedar': when('true') })).toEqual([expect.stringContaining('is no name for a file of policies')]);
  });
});

describe('what comes with Biotope', () => {
  test('every policy has a name of its own and its reason in both languages', () => {
    const all = [...standingPolicies(), ...defaultPolicies()];
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { id, reason } of all) {
      expect(reason['en'], id).toMatch(/^[A-Z].*\.$/);
      expect(reason['zh'], id).toMatch(/[\u4e00-\u9fff].*。$/);
    }
    expect(standingPolicies().every(({ effect }) => effect === 'forbid')).toBe(true);
  });

  test("a policy without a name or a reason gets both; the operator's defaults.cedar takes the place of what comes along", () => {
    const [first, second] = own(`${when('true')}\n\n@reason("Because.")\n${when('true')}`);
    expect(first).toMatchObject({ id: 'own:1', line: 1, reason: { en: expect.stringContaining('own:1'), zh: expect.stringContaining('own:1') } });
    expect(second).toMatchObject({ id: 'own:2', line: 3, reason: { en: 'Because.', zh: 'Because.' } });
    const read = editablePolicies({ 'defaults.cedar': '// nothing is allowed' });
    expect(read).toEqual({ policies: [] });
  });
});

describe('the engine', () => {
  test('names the policies that decide; a forbid beats any permit', () => {
    expect(use(`@id("yes")\n${when('true')}`)).toMatchObject({ allowed: true, policies: [{ id: 'yes' }] });
    expect(use(`@id("yes")\n${when('true')}\n@id("no")\nforbid (principal, action, resource);`)).toMatchObject({ allowed: false, policies: [{ id: 'no' }] });
  });

  test('a policy that can not be evaluated means no, although another permits', () => {
    const verdict = use(
      `@id("yes")\n${when('true')}\n@id("broken")\nforbid (principal, action, resource) when { 9223372036854775807 + (if context.purpose.stated then 1 else 2) == 0 };`,
    );
    expect(verdict).toMatchObject({ allowed: false, policies: [], failed: expect.stringContaining('broken') });
  });

  test('an engine that breaks down means no, and is replaced', () => {
    const engine = createEngine(wholeSet(own(when('true')), []));
    const request = requestOf(person('somebody0001'), 'resource:use', { subject: { id: 'resource0001' } }, { now: new Date('2027-03-01T09:00:00Z') });
    expect(engine.isAllowed(request)).toBe(true);
    const broken = cedar();
    // Far beyond the limits that are kept elsewhere, to break it for good.
    expect(() => broken.checkParsePolicySet({ staticPolicies: when(`${'('.repeat(3_000)}true${')'.repeat(3_000)}`) })).toThrow(/memory|stack/);
    expect(engine.evaluate(request)).toMatchObject({ allowed: false, failed: expect.any(String) });
    expect(engine.isAllowed(request)).toBe(true);
    renewCedar(broken);
    expect(engine.isAllowed(request)).toBe(true);
  });

  test('answers nothing once it is closed', () => {
    const engine = createEngine(wholeSet(own(when('true')), []));
    const request = requestOf(person('somebody0001'), 'resource:use', { subject: { id: 'resource0001' } }, { now: new Date() });
    expect(engine.isAllowed(request)).toBe(true);
    engine.close();
    expect(engine.isAllowed(request)).toBe(false);
  });

  test('takes in every policy whose head leaves room for the question, and no other', () => {
    const text = [
      '@id("all") permit (principal, action, resource);',
      '@id("people") permit (principal is Person, action, resource);',
      '@id("one") permit (principal == Person::"somebody0001", action in [Action::"resource:use", Action::"resource:edit"], resource == Resource::"resource0001");',
      '@id("programs") permit (principal is Program, action, resource);',
      '@id("edits") permit (principal, action == Action::"resource:edit", resource);',
    ].join('\n');
    expect(use(text).policies.map(({ id }) => id)).toEqual(['all', 'people', 'one']);
    expect(use(text, undefined, 'resource:edit').policies.map(({ id }) => id)).toEqual(['all', 'people', 'one', 'edits']);
  });
});

describe('the clock in policies', () => {
  const [a, b] = ['2027-06-01T00:00:00.000Z', '2027-06-01T00:00:00.001Z'];
  test.each([
    ['an instant', 'context.now < datetime("2027-06-01")', { instants: [a, b], always: false }],
    ['an instant on the left, with an offset', 'datetime("2027-06-01T08:00:00+0800") <= context.now && context.granted', { instants: [a, b], always: false }],
    ['the time of day', 'context.now.toTime() > duration("8h")', { instants: [], always: true }],
    ['an instant that is reckoned', 'context.now.offset(duration("1d")) > datetime("2027-06-01")', { instants: [], always: true }],
    ['no clock', 'context.granted && context has destination', { instants: [], always: false }],
    ['the facts as a whole', 'context == context', { instants: [], always: true }],
  ])('%s', (_name, condition, expected) => {
    const use = clockUseOf(own(when(condition))[0] as Policy);
    expect({ instants: use.instants.map((at) => at.toISOString()), always: use.always }).toEqual(expected);
  });

  test('a policy counts from its instant on, and the engine tells when', () => {
    const text = when('context.now >= datetime("2027-06-01")');
    expect(use(text, new Date('2027-05-31T23:59:59.999Z')).allowed).toBe(false);
    expect(use(text, new Date(a)).allowed).toBe(true);
    const engine = createEngine(wholeSet(own(text), []));
    const request = requestOf(person('p'), 'resource:use', { subject: { id: 'resource0001' } }, { now: new Date() });
    expect(engine.nextChange(request, new Date('2027-03-01T00:00:00Z'))?.toISOString()).toBe(a);
    expect(engine.nextChange(request, new Date('2028-03-01T00:00:00Z'))).toBeUndefined();
    engine.close();
  });
});
