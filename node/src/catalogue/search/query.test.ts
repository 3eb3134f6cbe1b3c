import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DomainError } from '../../kernel/errors.ts';
import { snapshotOf } from '../../vocabulary/index.ts';
import { parseQuery } from './query.ts';
import { understand } from './understand.ts';

const flawOf = (q: string): string => {
  try {
    return `no error: ${JSON.stringify(parseQuery(q))}`;
  } catch (error) {
    const [flaw] = error instanceof DomainError ? error.flaws : [];
    return `${flaw?.pointer} ${flaw?.reason}`;
  }
};

test.each([
  ['"single cell', '1:1 This quotation mark is never closed; add another where the phrase ends.'],
  ['rna “单细胞', '1:5 This quotation mark is never closed; add another where the phrase ends.'],
  ['rna ""', '1:5 There is no word between these quotation marks; write one or take them away.'],
  ['rna ()', '1:5 These parentheses are empty; write something between them or take them away.'],
  ['(rna', '1:1 This ( is never closed; add a ).'],
  ['rna)', '1:4 There is a ) without its (; take it away or open it before.'],
  ['rna OR', '1:5 Nothing stands after OR; write what else may be met, or take OR away.'],
  ['OR rna', '1:1 Nothing stands before OR; write what may be met, or take OR away.'],
  ['rna OR OR dna', '1:5 Nothing stands after OR; write what else may be met, or take OR away.'],
  ['(rna OR) dna', '1:6 Nothing stands after OR; write what else may be met, or take OR away.'],
  ['rna AND', '1:5 Nothing stands after AND; write what else must be met, or take AND away.'],
  ['AND rna', '1:1 Nothing stands before AND; write what must be met, or take AND away.'],
  ['rna NOT', '1:5 Nothing stands after the exclusion; write what must not be met, or take it away.'],
  ['rna *', '1:5 A * must follow the beginning of a word.'],
  ['kind:', '1:1 Nothing stands after kind:; write a value right behind the colon.'],
  ['测序 color:red', '1:4 There is no field "color"; the fields are kind, category, topic, licence, provider, source, title. To search for it as text, put it in quotes.'],
  ['kind:too*', '1:1 The field kind takes a whole value, without *.'],
  ['!!!', '1:1 It holds nothing to look for; write a word.'],
  ['x'.repeat(1_001), '1:1001 It is longer than 1000 characters; shorten it.'],
  [Array.from({ length: 65 }, (_, n) => `w${n}`).join(' '), '1:247 It holds more than 64 words; leave some out.'],
  [`${'('.repeat(30)}x${')'.repeat(30)}`, '1:21 Parentheses stand more than 20 deep; write it simpler.'],
])('%s is refused, saying where and what to do', (q, flaw) => expect(flawOf(q)).toBe(flaw));

describe('a query', () => {
  test('of nothing is none', () => expect([parseQuery(''), parseQuery('  \t\n')]).toEqual([undefined, undefined]));
  test('binds words closer than OR', () => {
    expect(parseQuery('a b OR -c (d OR "e f")')).toEqual({
      type: 'or',
      nodes: [
        {
          type: 'and',
          nodes: [
            { type: 'words', text: 'a', at: 0 },
            { type: 'words', text: 'b', at: 2 },
          ],
        },
        {
          type: 'and',
          nodes: [
            { type: 'not', node: { type: 'words', text: 'c', at: 8 } },
            {
              type: 'or',
              nodes: [
                { type: 'words', text: 'd', at: 11 },
                { type: 'phrase', text: 'e f', at: 16 },
              ],
            },
          ],
        },
      ],
    });
  });
  test('takes full-width marks for ordinary ones', () => expect(parseQuery('（ｋｉｎｄ：tool　OR　“a　b”）')).toEqual(parseQuery('(kind:tool OR "a b")')));
  test('keeps names with joints and addresses whole', () => {
    for (const name of ['HLA-DRB1*15', 'ChIP-seq', 'bwa_mem2', 'https://example.org/a?b=c', "Alzheimer's"]) expect(parseQuery(name)).toEqual({ type: 'words', text: name, at: 0 });
  });
});

test('whatever is typed is answered or refused with a flaw, and never breaks anything', async () => {
  const vocabulary = snapshotOf([], 1);
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom('"', '(', ')', ' OR ', ' AND ', '-', '*', 'kind:', 'kind:tool', 'title:', ':', '|', '测序', '“', 'ＯＲ', '\u0000', '\ud800', 'a'),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 20 }), async (pieces) => {
      const q = pieces.join('');
      const outcome = await (async () =>
        understand(q, parseQuery(q), { vocabulary, organisationsNamed: async () => [], language: 'en', known: { words: [], prefixes: [] } }))().then(
        ({ plan }) => typeof plan.type === 'string',
        (error: unknown) =>
          error instanceof DomainError &&
          error.code === 'invalid' &&
          error.flaws.length === 1 &&
          error.flaws.every(({ pointer, reason }) => /^1:\d+$/.test(pointer) && reason.length > 10),
      );
      expect(outcome).toBe(true);
    }),
    { numRuns: 3_000 },
  );
});
