import { array, assert, constantFrom, property, stringMatching } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldName } from './names.ts';

describe('folding of names', () => {
  it.each([
    ['Sequence alignments', 'sequence-alignment'],
    ['SEQUENCE_ALIGNMENT', 'sequence  alignment'],
    ['Müller cells', 'muller cell'],
    ['ＲＮＡ测序', 'rna 测序'],
    ['序列 比对', '序列比对'],
    ['de‐novo assembly', 'De novo assembly'],
    ['Libraries', 'library'],
    ['Statistical analyses', 'statistical analysis'],
    ['Genome indexes', 'genome index'],
  ])('%s is %s', (one, other) => expect(foldName(one)).toBe(foldName(other)));

  it.each([
    ['virus', 'viru'],
    ['Genomics', 'genomic'],
    ['analysis', 'analysi'],
    ['mass', 'mas'],
    ['DNA', 'RNA'],
    ['C', 'C++'],
  ])('%s is not %s', (one, other) => expect(foldName(one)).not.toBe(foldName(other)));

  it('does not care for case, width or the kind of separator', () => {
    const word = stringMatching(/^[a-z]{2,8}$/);
    assert(
      property(array(word, { minLength: 1, maxLength: 4 }), constantFrom('-', '_', '  ', ' ', '–'), (words, separator) => {
        const wide = words.join(' ').replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
        expect(foldName(words.join(separator).toUpperCase())).toBe(foldName(words.join(' ')));
        expect(foldName(wide)).toBe(foldName(words.join(' ')));
      }),
    );
  });
});
