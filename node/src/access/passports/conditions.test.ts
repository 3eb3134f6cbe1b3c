import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionsMet } from './conditions.ts';
import { linkedWith } from './identities.ts';
import { identityOf, type Visa, type VisaObject } from './visa.ts';

const visa = (object: Partial<VisaObject>, more: Partial<Visa> = {}): Visa => ({
  issuer: 'https://issuer.example.org',
  subject: 'asker',
  jti: undefined,
  expires: new Date('2026-06-01T00:00:00Z'),
  object: { type: 'AffiliationAndRole', asserted: 0, value: 'member@example.org', source: 'https://source.example.org', ...object },
  ...more,
});
const holds = (conditions: unknown, ...visas: Visa[]) => conditionsMet(conditions, visas) !== undefined;

const RESEARCHER = visa({ type: 'ResearcherStatus', value: 'https://doi.org/10.1038/s41431-018-0219-y' });
const HEIDELBERG = visa({ value: 'faculty@uni-heidelberg.de', by: 'so' });
const ELIXIR = visa({ value: 'faculty@anywhere.example', source: 'https://visas.elixir.org', by: 'system' });

describe('Passport 1.2, "conditions": the non-normative example', () => {
  const CONDITIONS = [
    [
      { type: 'AffiliationAndRole', value: 'const:faculty@uni-heidelberg.de', by: 'const:so' },
      { type: 'ResearcherStatus', value: 'const:https://doi.org/10.1038/s41431-018-0219-y' },
    ],
    [{ type: 'AffiliationAndRole', value: 'pattern:faculty@*', source: 'const:https://visas.elixir.org', by: 'const:system' }],
  ];
  it.each([
    ['both visas of the first alternative', [HEIDELBERG, RESEARCHER], true],
    ['the one visa of the second', [ELIXIR], true],
    ['half of the first', [HEIDELBERG], false],
    ['the other half', [RESEARCHER], false],
    ['faculty by another authority', [visa({ value: 'faculty@uni-heidelberg.de', by: 'peer' }), RESEARCHER], false],
    ['faculty by an unknown authority ("by" left out)', [visa({ value: 'faculty@uni-heidelberg.de' }), RESEARCHER], false],
    ['faculty in other letters', [visa({ value: 'Faculty@uni-heidelberg.de', by: 'so' }), RESEARCHER], false],
    ['the second, of another source', [visa({ value: 'faculty@anywhere.example', source: 'https://visas.example.org', by: 'system' })], false],
    [
      'claims spread over two visas',
      [visa({ value: 'faculty@x', source: 'https://other.example' }), visa({ value: 'student@x', source: 'https://visas.elixir.org', by: 'system' })],
      false,
    ],
    ['no visa at all', [], false],
  ])('%s', (_what, visas, expected) => expect(holds(CONDITIONS, ...visas)).toBe(expected));
});

describe('Passport 1.2, "Example Passport Claim": dataset 432 needs faculty of Stanford Medicine', () => {
  const claim = (by: string) => [
    { type: 'AffiliationAndRole', value: 'const:faculty@med.stanford.edu', source: 'const:https://grid.ac/institutes/grid.240952.8', by: `const:${by}` },
  ];
  const CONDITIONS = [claim('so'), claim('system')];
  const faculty = (by: string | undefined) => visa({ value: 'faculty@med.stanford.edu', source: 'https://grid.ac/institutes/grid.240952.8', by });
  it.each([
    ['so', true],
    ['system', true],
    ['self', false],
    [undefined, false],
  ])('asserted by %s', (by, expected) => expect(holds(CONDITIONS, faculty(by))).toBe(expected));
});

describe('Passport 1.2, "conditions": the example of split_pattern', () => {
  const wants = (term: string) => [[{ type: 'LinkedIdentities', value: term }]];
  const linked = (value: string) => visa({ type: 'LinkedIdentities', value });
  const PATTERN = 'split_pattern:123,https:%2F%2Fexample?.org';
  it('matches the second of three entries', () => {
    expect(holds(wants(PATTERN), linked('001,https:%2F%2Fexample1.org;123,https:%2F%2Fexample2.org;456,https:%2F%2Fexample3.org'))).toBe(true);
  });
  it('as printed, with a second colon in each entry, it matches nothing by the definition it illustrates', () => {
    expect(holds(wants(PATTERN), linked('001,https::%2F%2Fexample1.org;123,https::%2F%2Fexample2.org;456,https::%2F%2Fexample3.org'))).toBe(false);
    expect(holds(wants('split_pattern:123,https::%2F%2Fexample?.org'), linked('001,https::%2F%2Fexample1.org;123,https::%2F%2Fexample2.org'))).toBe(true);
  });
  it('takes each part whole, and the whole suffix as one pattern', () => {
    expect(holds(wants('split_pattern:23,https:*'), linked('123,https:%2F%2Fexample2.org'))).toBe(false);
    expect(holds(wants('split_pattern:a;b'), linked('a;b'))).toBe(false);
    expect(holds(wants('pattern:a;b'), linked('a;b'))).toBe(true);
  });
});

describe('Passport 1.2, "conditions": the form', () => {
  const MET = { type: 'AffiliationAndRole', value: 'const:faculty@uni-heidelberg.de' };
  it.each([
    ['a clause without type', [[{ value: MET.value }]]],
    ['a clause of a type alone', [[{ type: MET.type }]]],
    ['a type with a prefix ("assumed to be const")', [[{ ...MET, type: 'const:AffiliationAndRole' }]]],
    ['an unknown prefix', [[{ ...MET, by: 'regex:.*' }]]],
    ['a prefix of the language’s own', [[{ ...MET, by: 'constructor:so' }]]],
    ['no prefix', [[{ ...MET, by: 'so' }]]],
    ['another letter case in a prefix', [[{ ...MET, by: 'Const:so' }]]],
    ['conditions on conditions', [[{ ...MET, conditions: 'const:x' }]]],
    ['a timestamp', [[{ ...MET, asserted: 'const:0' }]]],
    ['a term that is no text', [[{ ...MET, by: { const: 'so' } }]]],
    ['a clause that is a list', [[[MET]]]],
    ['alternatives that are no lists', [MET]],
    ['conditions that are no list', { 0: [MET] }],
    ['an alternative that asks for nothing', [[]]],
    ['one wrong clause beside a right one', [[MET, { type: 'ResearcherStatus' }]]],
    ['a pattern longer than is looked at', [[{ ...MET, by: `pattern:${'*'.repeat(2_000)}` }]]],
    ['more alternatives than are looked at', Array.from({ length: 200 }, () => [MET])],
  ])('%s never matches', (_what, conditions) => expect(holds(conditions, HEIDELBERG, RESEARCHER)).toBe(false));

  it('a wrong alternative leaves the others as they are', () => expect(holds([[{ type: 'X' }], 'junk', [MET]], HEIDELBERG)).toBe(true));
  it('claims that are not named may be anything', () => expect(holds([[MET]], HEIDELBERG)).toBe(true));
  it('a visa with conditions of its own is no answer to a clause ("avoid deep nesting")', () => {
    expect(holds([[MET]], visa({ value: 'faculty@uni-heidelberg.de', conditions: [] }))).toBe(false);
  });
  it('what would cost too much to compare fails, quickly', () => {
    const begun = performance.now();
    const many = Array.from({ length: 99 }, () => visa({ value: 'a'.repeat(16_000) }));
    expect(
      holds(
        Array.from({ length: 100 }, () => [{ type: 'AffiliationAndRole', value: `pattern:${'*a'.repeat(490)}b` }]),
        ...many,
      ),
    ).toBe(false);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});

describe('conditions as logic', () => {
  const names = ['a', 'b', 'c', 'd'];
  it('hold exactly where one alternative has each clause in some visa, whatever the order', () => {
    const alternatives = fc.array(fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(alternatives, fc.uniqueArray(fc.constantFrom(...names)), (wanted, held) => {
        const conditions = wanted.map((clauses) => clauses.map((value) => ({ type: 'AffiliationAndRole', value: `const:${value}` })));
        const visas = held.map((value) => visa({ value }));
        expect(holds(conditions, ...visas)).toBe(wanted.some((clauses) => clauses.every((value) => held.includes(value))));
        expect(holds(conditions.toReversed(), ...visas.toReversed())).toBe(holds(conditions, ...visas));
      }),
    );
  });
  it('whatever is given as conditions, nothing is thrown and nothing holds without a visa', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (given) => {
        expect(holds(given)).toBe(false);
      }),
    );
  });
  it('rest on the visas that hold longest ("Visa Expiry": the minimum of those used)', () => {
    const until = (day: number) => new Date(Date.UTC(2026, 5, day));
    const [short, long, other] = [visa({ value: 'a' }, { expires: until(2) }), visa({ value: 'a' }, { expires: until(9) }), visa({ value: 'b' }, { expires: until(5) })];
    const clause = (value: string) => ({ type: 'AffiliationAndRole', value: `const:${value}` });
    expect(conditionsMet([[clause('a')]], [short, long])).toEqual([long]);
    expect(conditionsMet([[clause('a'), clause('b')], [clause('a')]], [short, other, long])).toEqual([long]);
    expect(conditionsMet([[clause('a'), clause('b')]], [short, other, long])).toEqual([long, other]);
  });
});

describe('Passport 1.2, "LinkedIdentities": three visas of three identities', () => {
  const identity = (subject: string, number: number) => ({ subject, issuer: `https://example${number}.org/oidc` });
  const linking = (subject: string, number: number, named: [string, number][], more: Partial<VisaObject> = {}) =>
    visa(
      { type: 'LinkedIdentities', value: named.map(([sub, n]) => `${encodeURIComponent(sub)},${encodeURIComponent(`https://example${n}.org/oidc`)}`).join(';'), ...more },
      identity(subject, number),
    );
  const ALL = [identity('1234', 1), identity('567', 2), identity('890123', 3)];
  const combined = (...links: Visa[]) => ALL.every((from) => ALL.every((to) => linkedWith(from, links).has(identityOf(to))));

  it('1. one visa that links all', () =>
    expect(
      combined(
        linking('1234', 1, [
          ['567', 2],
          ['890123', 3],
        ]),
      ),
    ).toBe(true));
  it('2. one visa that links a superset', () => {
    expect(
      combined(
        linking('00001', 0, [
          ['1234', 1],
          ['567', 2],
          ['890123', 3],
          ['sub4', 4],
        ]),
      ),
    ).toBe(true);
  });
  it('3. visas that chain', () => expect(combined(linking('1234', 1, [['567', 2]]), linking('567', 2, [['890123', 3]]))).toBe(true));
  it('not without the middle of the chain, nor by the same subject at another issuer', () => {
    expect(combined(linking('1234', 1, [['567', 2]]))).toBe(false);
    expect(combined(linking('1234', 1, [['567', 2]]), linking('567', 9, [['890123', 3]]))).toBe(false);
  });
  it('not by links that stand under conditions, or by parts that are no identity', () => {
    expect(
      combined(
        linking(
          '1234',
          1,
          [
            ['567', 2],
            ['890123', 3],
          ],
          { conditions: [[{ type: 'X', value: 'const:y' }]] },
        ),
      ),
    ).toBe(false);
    expect(combined(linking('1234', 1, [], { value: '567;https%3A%2F%2Fexample2.org%2Foidc;890123,%E0%A4%A,;;,' }))).toBe(false);
  });
  it('reads the example’s value, with its escaped comma and semicolon', () => {
    const link = visa({ type: 'LinkedIdentities', value: '123456,https%3A%2F%2Fexample.org%2Fa%7Cb%2Cc;7890,https%3A%2F%2Fexample2.org' });
    const reached = linkedWith(link, [link]);
    expect(reached.has(identityOf({ subject: '123456', issuer: 'https://example.org/a|b,c' }))).toBe(true);
    expect(reached.has(identityOf({ subject: '7890', issuer: 'https://example2.org' }))).toBe(true);
  });
  it('a chain holds as long as its shortest link, and the widest way counts', () => {
    const until = (day: number) => new Date(Date.UTC(2026, 5, day));
    const links = [
      { ...linking('1234', 1, [['567', 2]]), expires: until(3) },
      { ...linking('567', 2, [['890123', 3]]), expires: until(9) },
      { ...linking('1234', 1, [['890123', 3]]), expires: until(2) },
    ];
    expect(linkedWith(ALL[0]!, links).get(identityOf(ALL[2]!))).toEqual(until(3));
  });
});
