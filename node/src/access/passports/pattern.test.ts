import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchesPattern } from './pattern.ts';

it.each([
  ['faculty@*', 'faculty@uni-heidelberg.de', true],
  ['faculty@*', 'faculty@', true],
  ['faculty@*', 'Faculty@uni-heidelberg.de', false],
  ['faculty@*', 'student.faculty@uni-heidelberg.de', false],
  ['*', '', true],
  ['', '', true],
  ['', 'a', false],
  ['?', '', false],
  ['?', '🧬', true],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['*a*b', 'aab', true],
  ['*ab', 'aabab', true],
  ['a**b', 'ab', true],
  // There is no escape character: a backslash is itself.
  ['a\\*', 'a\\anything', true],
  ['a\\?', 'a?', false],
  ['[a-z].+', 'b', false],
  ['[a-z].+', '[a-z].+', true],
])('Passport 1.2, "Pattern Matching": %j against %j is %j', (pattern, text, holds) => {
  expect(matchesPattern(pattern, text)).toBe(holds);
});

/** The definition itself, without any cleverness. */
const defined = (pattern: string[], text: string[]): boolean => {
  const [first, ...rest] = pattern;
  if (first === undefined) return text.length === 0;
  if (first === '*') return defined(rest, text) || (text.length > 0 && defined(pattern, text.slice(1)));
  return text.length > 0 && (first === '?' || first === text[0]) && defined(rest, text.slice(1));
};

it('does what the definition says, for any pattern and text', () => {
  const letters = fc.constantFrom('a', 'b', '中');
  fc.assert(
    fc.property(fc.array(fc.oneof(letters, fc.constantFrom('?', '*')), { maxLength: 8 }), fc.array(letters, { maxLength: 9 }), (pattern, text) => {
      expect(matchesPattern(pattern.join(''), text.join(''))).toBe(defined(pattern, text));
    }),
    { numRuns: 3_000 },
  );
});

it('a text matches itself, and what was made of it by putting wildcards for parts', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (a, b, c) => {
      expect(matchesPattern(`${a}*${c}`, a + b + c)).toBe(true);
      expect(matchesPattern(a.replaceAll(/[?*]/g, '.'), a.replaceAll(/[?*]/g, '.') + (b || 'x'))).toBe(false);
      expect(matchesPattern('?'.repeat([...a].length), a)).toBe(true);
    }),
  );
});

it('takes its time by the product of the lengths at worst, and not by guesses', () => {
  const begun = performance.now();
  expect(matchesPattern(`${'*a'.repeat(400)}*b`, 'a'.repeat(4_000))).toBe(false);
  // Guessing would not end in the lifetime of anybody.
  expect(performance.now() - begun).toBeLessThan(10_000);
});
