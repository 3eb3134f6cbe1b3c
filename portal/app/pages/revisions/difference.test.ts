import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lines } from './lines.ts';
import { wordDifference } from './word-difference.ts';

describe('what differs between two texts', () => {
  it('is told word by word, in Chinese by character', () => {
    expect(wordDifference('align the reads', 'align short reads').filter((it) => it.in !== 'both')).toEqual([
      { text: 'the', in: 'old' },
      { text: 'short', in: 'new' },
    ]);
    expect(wordDifference('序列比对', '序列组装')).toEqual([
      { text: '序列', in: 'both' },
      { text: '比对', in: 'old' },
      { text: '组装', in: 'new' },
    ]);
  });

  it('adds up to both texts, whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 60 }), (before, after) => {
        const parts = wordDifference(before, after);
        const only = (not: string) =>
          parts
            .filter((it) => it.in !== not)
            .map((it) => it.text)
            .join('');
        expect([only('new'), only('old')]).toEqual([before, after]);
      }),
    );
  });
});

describe('the lines of a value', () => {
  it('an entry of a list that only moved is no difference', () => {
    const one = [
      { id: 'a', label: { en: 'A' } },
      { id: 'b', label: { en: 'B' } },
    ];
    expect(new Map([...lines(one)].toSorted())).toEqual(new Map([...lines(one.toReversed())].toSorted()));
  });
  it('a text has one line a language', () =>
    expect([...lines({ en: 'Reads', zh: '读段' })]).toEqual([
      ['en', 'Reads'],
      ['zh', '读段'],
    ]));
});
