import { expect, test } from 'vitest';
import { lineDifference } from './line-difference.ts';

const told = (before: string, after: string) => lineDifference(before, after).map(({ is, line }) => `${{ same: ' ', added: '+', gone: '-' }[is]}${line}`);

test('keeps what both have, and little of what stands around', () => {
  expect(told('a\nb\nc\n', 'a\nx\nc\n')).toEqual([' a', '-b', '+x', ' c']);
  expect(told('1\n2\n3\n4\n5\n6\n', '1\n2\n3\n4\n5\n6\n7\n')).toEqual([' 5', ' 6', '+7']);
  expect(told('', 'a\nb')).toEqual(['+a', '+b']);
  expect(told('a\n', '')).toEqual(['-a']);
  expect(told('a\n', 'a\n')).toEqual([]);
});
