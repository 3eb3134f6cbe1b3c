import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeRanks, namesOf, RANK_CONSTANT, type Known } from './merge-ranks.ts';

interface Hit extends Known {
  name: string;
}
const hit = (node: string, resource: string, more: Partial<Known> = {}): Hit => ({
  name: `${node}/${resource}`,
  holders: [{ node, resource }],
  identifiers: [],
  records: [],
  ...more,
});
const names = (merged: { hit: Hit }[]) => merged.map((it) => it.hit.name);

test('one thing that several members hold is one result with all its holders, told by the first that holds it itself', () => {
  const copy: Hit = { ...hit('node:b', '1'), name: 'a copy at a hub' };
  const merged = mergeRanks(
    [
      { member: 'node:hub', hits: [copy, hit('node:hub', '9', { identifiers: ['doi:10.1/x'] })] },
      { member: 'node:b', hits: [hit('node:b', '2'), hit('node:b', '1')] },
      { member: 'node:c', hits: [hit('node:c', '7', { identifiers: ['doi:10.1/x'], records: ['galaxy-codex:tool/x'] })] },
      { member: 'node:d', hits: [hit('node:d', '5', { records: ['galaxy-codex:tool/x'] })] },
    ],
    'seed',
  );
  expect(merged).toHaveLength(3);
  const shared = merged.find((it) => it.from.length === 3)!;
  expect(shared.from.map(({ member }) => member).sort()).toEqual(['node:c', 'node:d', 'node:hub']);
  const copied = merged.find((it) => it.from.some(({ member }) => member === 'node:b') && it.from.length === 2)!;
  expect(copied.hit.name).toBe('node:b/1');
  expect(copied.score).toBeCloseTo(1 / (RANK_CONSTANT + 1) + 1 / (RANK_CONSTANT + 2), 10);
});

test('two hits of one member stay two, and so do two that name different things by one scheme or at one origin', () => {
  const one = mergeRanks([{ member: 'node:a', hits: [hit('node:a', '1', { identifiers: ['doi:10.1/x'] }), hit('node:a', '2', { identifiers: ['doi:10.1/x'] })] }], 's');
  expect(one).toHaveLength(2);
  const contradicting = mergeRanks(
    [
      { member: 'node:a', hits: [hit('node:a', '1', { identifiers: ['doi:10.1/x', 'biotools:x'] })] },
      { member: 'node:b', hits: [hit('node:b', '1', { identifiers: ['doi:10.1/y', 'biotools:x'] })] },
    ],
    's',
  );
  expect(contradicting).toHaveLength(2);
  const ofOneOrigin = mergeRanks(
    [
      { member: 'node:a', hits: [hit('node:o', '1', { records: ['r:1'] })] },
      { member: 'node:b', hits: [hit('node:o', '2', { records: ['r:1'] })] },
    ],
    's',
  );
  expect(ofOneOrigin).toHaveLength(2);
});

test('a member that alone holds something is not pushed down by many that hold the same', () => {
  const common = Array.from({ length: 50 }, (_, i) => `r:${i}`);
  const lists = Array.from({ length: 19 }, (_, member) => ({
    member: `node:m${member}`,
    hits: common.map((record, i) => hit(`node:m${member}`, String(i), { records: [record] })),
  }));
  const merged = mergeRanks([...lists, { member: 'node:alone', hits: [hit('node:alone', '1')] }], 'seed');
  expect(names(merged).indexOf('node:alone/1')).toBeLessThan(20);
  expect(merged[0]!.from).toHaveLength(19);
});

const members = fc.uniqueArray(fc.constantFrom(...Array.from({ length: 12 }, (_, i) => `node:${i}`)), { minLength: 1, maxLength: 12 });
const listOf = (member: string) =>
  fc.uniqueArray(fc.nat(40), { maxLength: 15 }).chain((resources) =>
    fc.tuple(...resources.map(() => fc.record({ identifier: fc.option(fc.nat(20)), record: fc.option(fc.nat(20)) }))).map((more) => ({
      member,
      hits: resources.map((resource, i) =>
        hit(member, String(resource), {
          identifiers: more[i]?.identifier == null ? [] : [`doi:10.1/${more[i].identifier}`],
          records: more[i]?.record == null ? [] : [`registry:${more[i].record}`],
        }),
      ),
    })),
  );
const listsArbitrary = members.chain((all) => fc.tuple(...all.map(listOf)));

test('whatever the lists: nothing is lost or doubled, the best of each member stands within as many places as members answered, and the order is the same each time', () => {
  fc.assert(
    fc.property(listsArbitrary, fc.string(), (lists, seed) => {
      const merged = mergeRanks(lists, seed);
      const answering = lists.filter(({ hits }) => hits.length > 0);
      // Every hit is in exactly one result.
      const told = merged.flatMap((it) => it.from.map(({ member, place }) => `${member} ${place}`));
      expect(told.toSorted()).toEqual(lists.flatMap(({ member, hits }) => hits.map((_, i) => `${member} ${i + 1}`)).toSorted());
      for (const { member } of answering) {
        const place = merged.findIndex((it) => it.from.some((from) => from.member === member && from.place === 1));
        expect(place).toBeLessThan(answering.length);
      }
      // Nobody's own order is turned round, but for what others lift.
      for (const it of merged)
        expect(it.score).toBeCloseTo(
          it.from.reduce((sum, { place }) => sum + 1 / (RANK_CONSTANT + place), 0),
          10,
        );
      // What one result holds was joined by a name, each with another of it.
      for (const it of merged) {
        if (it.all.length < 2) continue;
        for (const one of it.all) expect(it.all.some((other) => other !== one && namesOf(other).some((name) => namesOf(one).includes(name)))).toBe(true);
      }
      expect(names(mergeRanks(lists.toReversed(), seed))).toEqual(names(merged));
    }),
    { numRuns: 300 },
  );
});
