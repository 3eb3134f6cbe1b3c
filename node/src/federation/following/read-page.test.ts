import { expect, test } from 'vitest';
import { testNode } from '../testing/nodes.ts';
import { PAGE, type Checkpoint } from '../wire.ts';
import { pauseAfter } from './feed-loop.ts';
import { goesBack } from './follow-feed.ts';
import { chainOf, readPage, readSaying } from './read-page.ts';
import { pageOf, remove, resourceNamed } from './testing/feed-log.ts';
import { logOf, say, words } from './testing/sayings.ts';

const platform = await testNode('platform');

test('a page is read in order, from its first event on, and its chain is that of the feed', async () => {
  const log = await logOf(platform, words(PAGE + 3));
  remove(log, platform.id, resourceNamed('r1'));
  const [first, second] = [1, 2].map((number) => readPage(JSON.stringify(pageOf(log, number)), number));
  expect([first!.length, second!.length]).toEqual([PAGE, 4]);
  expect(chainOf(chainOf('0'.repeat(64), first!), second!)).toBe(log.head);
  expect(second!.at(-1)).toMatchObject({ type: 'as:Delete', resource: resourceNamed('r1') });
  expect(second!.at(-1)!.saying).toBeUndefined();
});

test.each<[string, (text: string) => string, RegExp]>([
  ['cut short', (text) => text.slice(0, -40), /cut short/],
  ['of another number', (text) => text.replace('"sequence":1,', '"sequence":7,'), /Event 1 was expected/],
  ['without events', (text) => text.replace('"member"', '"members"'), /no events/],
  ['with clocks going back', (text) => text.replace('00:00:00.014Z', '00:00:00.001Z'), /no later/],
  ['with an event of no kind', (text) => text.replace('as:Create', 'as:Like'), /Event 1 of the page/],
  ['that names no resource', (text) => text.replace(`"resource":"${resourceNamed('r0')}"`, '"resource":"../../etc"'), /Event 1 of the page/],
])('a page %s is refused, saying what is wrong', async (_, damage, reason) => {
  const text = JSON.stringify(pageOf(await logOf(platform, words(3)), 1));
  const damaged = damage(text);
  expect(damaged).not.toBe(text);
  expect(() => readPage(damaged, 1)).toThrow(reason);
});

test('a page with more events than one has, or of another place, is refused', async () => {
  const log = await logOf(platform, words(PAGE + 1));
  const doubled = pageOf(log, 1) as { '@graph': { member: unknown[] }[] };
  doubled['@graph'][0]!.member.push(log.events.at(-1));
  expect(() => readPage(JSON.stringify(doubled), 1)).toThrow(/more than/);
  expect(() => readPage(JSON.stringify(pageOf(log, 1)), 2)).toThrow(/251 was expected/);
});

test('a saying of a form not known here is read with its flaw; its digest is that of all it holds', async () => {
  const { envelope, jws } = await say(platform, 'a');
  const known = readSaying(envelope, jws, undefined);
  expect(known.envelope).toMatchObject({ type: 'description' });
  const odd = readSaying({ ...envelope, mood: '\u0000' }, jws, undefined);
  expect(odd.envelope).toEqual({ flaw: expect.stringContaining('mood') });
  expect(odd.hash).not.toBe(known.hash);
  expect(readSaying({ ...envelope, version: 2 ** 40 }, jws, undefined)).toMatchObject({ version: 2 ** 31 - 1, envelope: { flaw: expect.any(String) } });
});

test('a checkpoint goes back where it states less, or another history, than one signed before', async () => {
  const log = await logOf(platform, words(3));
  const stated = (change: Partial<Checkpoint> = {}) => ({ incarnation: log.incarnation, epoch: log.epoch, sequence: 3, head: log.head, ...change }) as Checkpoint;
  const last = stated();
  expect(goesBack(last, stated())).toBe(false);
  expect(goesBack(last, stated({ sequence: 4, head: 'x' }))).toBe(false);
  expect(goesBack(last, stated({ sequence: 2 }))).toBe(true);
  expect(goesBack(last, stated({ head: 'x' }))).toBe(true);
  expect(goesBack(last, stated({ epoch: '000001-000000' }))).toBe(true);
  expect(goesBack(last, stated({ epoch: '000001-000002', sequence: 0 }))).toBe(false);
  expect(goesBack(stated({ incarnation: 2 }), stated({ epoch: '000009-000002' }))).toBe(true);
  expect(goesBack(last, stated({ incarnation: 2, epoch: '000000-000000', sequence: 0 }))).toBe(false);
});

test('a feed that fails is asked less and less often, at least every seven and a half minutes', () => {
  expect([1, 2, 3].map((failures) => pauseAfter(failures, 0.5))).toEqual([500, 1_000, 2_000]);
  expect(pauseAfter(50, 0.999)).toBeLessThan(450_000);
  expect(pauseAfter(1, 0)).toBe(250);
});
