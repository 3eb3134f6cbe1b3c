import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROLES } from '../tables.ts';
import { standingOf, stateAt } from './standing.ts';
import { digestOfStatements, nextNumber, type MembershipStatement, type SignedMembershipStatement } from './statement.ts';

const common = { membership: '0123456789ab', member: `node:${'m'.repeat(26)}`, hub: `node:${'h'.repeat(26)}`, at: '2026-05-01T12:00:00.000Z' };
const held = (value: object): SignedMembershipStatement => ({ value: { ...common, ...value } as MembershipStatement, jws: 'a..b' });
const request = held({
  type: 'request',
  number: 1,
  memberUrl: 'https://m.example.org',
  hubUrl: 'https://h.example.org',
  role: 'platform',
  sharesGroup: false,
  trustsAskers: false,
});

const number = fc.integer({ min: 1, max: 6 });
const statement = fc.oneof(
  fc.record({ type: fc.constant('offer'), number, sharesGroup: fc.boolean(), trustsAskers: fc.boolean() }),
  fc.record({ type: fc.constant('admission'), number, role: fc.constantFrom(...ROLES), scope: fc.constantFrom({}, { categories: ['data'] }) }),
  fc.record({ type: fc.constant('refusal'), number, reason: fc.constantFrom('no', 'not yet') }),
  fc.record({ type: fc.constant('end'), number, by: fc.constantFrom('member', 'hub'), reason: fc.constantFrom('a', 'b') }),
);

describe('how a membership stands', () => {
  it('is the same for the same statements, in whatever order they came, and however often', () => {
    fc.assert(
      fc.property(
        fc.array(statement, { maxLength: 8 }).chain((said) => {
          const all = [request, ...said.map(held)];
          return fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }), fc.subarray(all));
        }),
        ([all, shuffled, repeated]) => {
          expect(standingOf([...shuffled, ...repeated])).toEqual(standingOf(all));
          expect(digestOfStatements(shuffled)).toBe(digestOfStatements(all));
        },
      ),
    );
  });

  it('is over once either side ended it, whatever else is said', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 8 }), fc.constantFrom('member', 'hub'), (said, by) => {
        const { state } = standingOf([request, ...said.map(held), held({ type: 'end', number: 1, by })])!;
        expect(by === 'member' ? ['left'] : ['left', 'ended']).toContain(state);
      }),
    );
  });

  it('follows the last that each side said', () => {
    const said = [request];
    const next = (value: object) => {
      said.push(held({ ...value, number: nextNumber(said) }));
      return standingOf(said);
    };
    expect(standingOf([])).toBeUndefined();
    expect(standingOf(said)).toMatchObject({ state: 'asked', role: 'platform', scope: {}, sharesGroup: false });
    expect(next({ type: 'refusal', reason: 'Not yet.' })).toMatchObject({ state: 'refused', reason: 'Not yet.' });
    expect(next({ type: 'admission', role: 'hub', scope: { categories: ['tool'] }, until: '2027-01-01T00:00:00.000Z' })).toMatchObject({
      state: 'admitted',
      role: 'hub',
      reason: undefined,
    });
    expect(next({ type: 'offer', sharesGroup: true, trustsAskers: false })).toMatchObject({ state: 'admitted', role: 'hub', sharesGroup: true });
    expect(next({ type: 'admission', role: 'peer', scope: {} })).toMatchObject({ role: 'peer', scope: {}, until: undefined, sharesGroup: true });
  });

  it('lets the clock end a term and nothing else', () => {
    const until = new Date('2027-01-01T00:00:00Z');
    expect(stateAt('admitted', until, new Date(until.getTime() - 1))).toBe('admitted');
    expect(stateAt('admitted', until, until)).toBe('expired');
    expect(stateAt('admitted', null, until)).toBe('admitted');
    expect(stateAt('left', until, until)).toBe('left');
  });
});
