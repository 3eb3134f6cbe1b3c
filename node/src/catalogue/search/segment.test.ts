import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chineseForms, folded, phraseOf, segmented } from './segment.ts';
import { stem } from './stem.ts';
import { VOCABULARY } from './testing/catalogue-of-tests.ts';

describe('a text is stored', () => {
  test.each([
    ['ChIP-seq of 10x', ' chip seq of 10x +chipseq '],
    ['scikit-learn, RNA-Seq', ' scikit learn rna seq +scikitlearn +rnaseq '],
    ['HLA-DRB1*15', ' hla drb1 15 +hladrb115 +drb '],
    ['bwa_mem2', ' bwa mem2 +bwamem2 +mem '],
    ['DeepVariant', ' deepvariant +deep +variant '],
    ['COVID-19 and covid19', ' covid 19 and covid19 +covid19 +covid '],
    ['TNF-α naïve Straße', ' tnf alpha naive straße +tnfalpha '],
    ["Alzheimer's don’t", ' alzheimer dont '],
    ['ＲＮＡ－Ｓｅｑ', ' rna seq +rnaseq '],
    ['单细胞测序数据', ' 单细胞测序数据 +细胞 +单细胞 +测序 +数据 '],
    ['用RNA测序\n数据', ' 用 rna 测序数据 +测序 +数据 '],
    ['', ''],
    ['… — !', ''],
  ])('%s', (text, stored) => expect(segmented([text])).toBe(stored));

  test('piece by piece, so that no phrase reaches across', () => expect(segmented(['a b', 'c'])).toBe(' a b | c '));
  test('with the vocabulary’s own words', () => {
    expect(chineseForms('多序列比对结果', VOCABULARY)).toEqual(expect.arrayContaining(['序列', '多序列比对', '序列比对']));
    expect(chineseForms('转录组学分析', VOCABULARY)).toContain('转录组学');
  });
});

test('a long description is stored within a second, words cut and elements bounded', () => {
  const begun = process.cpuUsage();
  const stored = segmented([
    '单细胞测序数据分析平台。'.repeat(20_000).slice(0, 200_000),
    'Single-cell RNA sequencing of 1,234 samples. '.repeat(5_000).slice(0, 200_000),
    'ACGT'.repeat(50_000),
  ]);
  const spent = process.cpuUsage(begun);
  expect((spent.user + spent.system) / 1e6).toBeLessThan(3);
  expect(stored.split(' ').length).toBeLessThan(125_000);
  expect(stored).toContain(` ${'acgt'.repeat(16)} `);
  expect(segmented(['a b '.repeat(500_000)]).split(' ').length).toBeLessThan(125_000);
});

test('a phrase has spaces where words must end, and none where Chinese goes on', () => {
  expect(phraseOf('the RNA-Seq 数据')).toEqual({ pattern: ' the rna seq 数据', isWord: false, words: ['the', 'rna', 'seq', '数', '据'] });
  expect(phraseOf('Cells')).toMatchObject({ pattern: ' cells ', isWord: true });
});

test('stems join what English inflects and leave identifiers alone', () => {
  expect(['sequencing', 'sequenced', 'sequences'].map(stem)).toEqual(['sequenc', 'sequenc', 'sequenc']);
  expect(['bwa', 'covid19', '测序', 'dna'].map(stem)).toEqual(['bwa', 'covid19', '测序', 'dna']);
});

test('whatever the text, what is stored can be read back: no empty element, no control character, no lone surrogate', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 3 }), (texts) => {
      const stored = segmented(texts);
      for (const element of stored.split(' ').slice(1, -1)) expect(element).toMatch(/^(\||\+?[\p{L}\p{N}\p{M}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+)$/u);
      expect(stored.isWellFormed()).toBe(true);
    }),
    { numRuns: 2_000 },
  );
  expect(folded('ﬁnd')).toBe('find');
});
