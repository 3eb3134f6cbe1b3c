import { describe, expect, it } from 'vitest';
import { chineseLabels, parseChineseLabels, withChineseLabel } from './chinese-labels.ts';
import { findTerm, findTerms } from './find-terms.ts';
import { flawsOfVocabulary } from './flaws.ts';
import { withOurLabels } from './load-vocabulary.ts';
import { showTerm } from './show-term.ts';
import { snapshotOf } from './snapshot.ts';
import { aTerm, exact } from './testing/term.ts';

const TERMS = [
  aTerm('operation_0004', 'Operation'),
  aTerm('operation_2928', 'Alignment', { broader: ['edam:operation_0004'] }),
  aTerm('operation_0292', 'Sequence alignment', {
    broader: ['edam:operation_2928'],
    synonyms: [exact('Sequence alignment construction'), exact('序列对齐', 'zh'), { text: 'Matching', language: 'en', type: 'related' }],
  }),
  aTerm('operation_0492', 'Multiple sequence alignment', { broader: ['edam:operation_0292'] }),
  aTerm('data_0863', 'Sequence alignment'),
  aTerm('operation_0293', 'Hybrid sequence alignment', { deprecated: true, consider: ['edam:operation_0292'] }),
  aTerm('operation_0001', 'Old pairwise alignment', { deprecated: true, replacedBy: ['edam:operation_0293'] }),
  aTerm('operation_0002', 'Ambiguous old one', { deprecated: true, consider: ['edam:operation_0292', 'edam:operation_0492'] }),
  aTerm('format_1930', 'FASTQ', { extensions: ['fastq', 'fq'], broader: ['edam:format_2182'] }),
  aTerm('format_2182', 'FASTQ-like format', { extensions: ['fq'] }),
];
const vocabulary = snapshotOf(
  TERMS.map((term) =>
    withChineseLabel(
      term,
      parseChineseLabels('id\ten\tzh\tzh_synonyms\noperation_0292\tSequence alignment\t序列比对\t对齐|序列对齐').find((label) => label.id === term.id),
    ),
  ),
  7,
);
const idOf = (text: string, branch?: Parameters<typeof vocabulary.resolve>[1]) => vocabulary.resolve(text, branch)?.id;

describe('a term is found', () => {
  it.each([
    'edam:operation_0292',
    'operation_0292',
    'EDAM:operation_0292',
    'EDAM_operation:0292',
    'http://edamontology.org/operation_0292',
    'https://edamontology.org/operation_0292',
  ])('by its identifier %s', (text) => expect(idOf(text)).toBe('edam:operation_0292'));
  it.each(['Sequence alignment', 'sequence-alignments', '序列比对', '序列 对齐', '对齐', 'Sequence Alignment Construction'])('by its name %s', (text) =>
    expect(idOf(text)).toBe('edam:operation_0292'),
  );
  it('in the branch that is asked for', () => expect(idOf('Sequence alignment', 'data')).toBe('edam:data_0863'));
  it('of a format by file extension, the more general of two', () => {
    expect(idOf('.fastq')).toBe('edam:format_1930');
    expect(idOf('fq', 'format')).toBe('edam:format_2182');
    expect(idOf('fq', 'topic')).toBeUndefined();
  });
  it('not by a related synonym, which means something else', () => expect(idOf('matching')).toBeUndefined());
  it('in the place of a deprecated one, through a chain', () => {
    expect(idOf('edam:operation_0001')).toBe('edam:operation_0292');
    expect(idOf('Hybrid sequence alignment')).toBe('edam:operation_0292');
  });
  it('not in the place of one that has several to consider', () => expect(idOf('Ambiguous old one')).toBeUndefined());
});

describe('names and hierarchy', () => {
  it('names every current term so called, labels first', () => {
    expect(vocabulary.named('sequence alignment').map(({ term, type }) => [term.id, type])).toEqual([
      ['edam:operation_0292', 'label'],
      ['edam:data_0863', 'label'],
    ]);
    expect(vocabulary.named('Matching').map(({ type }) => type)).toEqual(['related']);
    expect(vocabulary.named('Hybrid sequence alignment')).toEqual([]);
  });
  it('closes over broader and narrower, without the root', () => {
    expect([...vocabulary.ancestors('edam:operation_0492')]).toEqual(['edam:operation_0492', 'edam:operation_0292', 'edam:operation_2928']);
    expect([...vocabulary.descendants('edam:operation_2928')]).toEqual(['edam:operation_2928', 'edam:operation_0292', 'edam:operation_0492']);
    expect([...vocabulary.ancestors('edam:unknown')]).toEqual(['edam:unknown']);
  });
  it('lives with a cycle, and tells of it', () => {
    const cyclic = snapshotOf([aTerm('topic_1', 'One', { broader: ['edam:topic_2'] }), aTerm('topic_2', 'Two', { broader: ['edam:topic_1', 'edam:topic_9'] })], 1);
    expect([...cyclic.ancestors('edam:topic_1')]).toEqual(['edam:topic_1', 'edam:topic_2']);
    expect(flawsOfVocabulary(cyclic)).toEqual([
      { pointer: 'edam:topic_1/broader', reason: 'leads back to the term itself' },
      { pointer: 'edam:topic_2/broader', reason: 'edam:topic_9 is not in the vocabulary' },
      { pointer: 'edam:topic_2/broader', reason: 'leads back to the term itself' },
    ]);
    expect(flawsOfVocabulary(vocabulary)).toEqual([]);
  });
});

describe('Chinese labels', () => {
  it('never take the place of a label in the source', () => {
    const [label] = parseChineseLabels('id\ten\tzh\tzh_synonyms\ntopic_0091\tBioinformatics\t生物信息学\t');
    const term = withChineseLabel(aTerm('topic_0091', 'Bioinformatics', { label: { en: 'Bioinformatics', zh: '生信' } }), label);
    expect(term.label['zh']).toBe('生信');
    expect(term.synonyms).toEqual([exact('生物信息学', 'zh')]);
  });
  it('leave out lines that are not whole', () => expect(parseChineseLabels('id\ten\tzh\tzh_synonyms\ntopic_1\tOne\n\ntopic_2\tTwo\t\t\ntopic_3\tThr')).toEqual([]));
  it('stand in for EDAM until it is harvested', () => {
    const labels = chineseLabels();
    const seed = snapshotOf(withOurLabels([], labels, false), 0);
    expect(seed.size).toBe(labels.length);
    for (const { id, en, zh } of labels.slice(0, 50)) {
      expect(seed.get(id)?.label).toEqual({ en, zh });
      expect(seed.get(id)?.branch).toBe(id.slice(5, id.indexOf('_')));
    }
    expect(withOurLabels([], labels, true)).toEqual([]);
  });
});

describe('asking for terms', () => {
  it('ranks the whole name before its beginning before a word in it', () => {
    expect(findTerms(vocabulary, { q: 'alignment', limit: 10 }).map(({ id }) => id)).toEqual([
      'edam:operation_2928',
      'edam:data_0863',
      'edam:operation_0292',
      'edam:operation_0492',
      'edam:operation_0001',
      'edam:operation_0293',
    ]);
    expect(findTerms(vocabulary, { q: '对齐', limit: 1 })).toMatchObject([{ id: 'edam:operation_0292', matched: '对齐' }]);
    expect(findTerms(vocabulary, { q: 'alignment', branch: 'data', limit: 10 }).map(({ id }) => id)).toEqual(['edam:data_0863']);
  });
  it('shows a deprecated term and what replaces it', () => {
    expect(showTerm(vocabulary, 'operation_0293')).toMatchObject({ id: 'edam:operation_0293', deprecated: true, replacedByTerms: [{ id: 'edam:operation_0292' }] });
    expect(showTerm(vocabulary, 'edam:operation_0292')).toMatchObject({ broaderTerms: [{ id: 'edam:operation_2928' }], narrowerTerms: [{ id: 'edam:operation_0492' }] });
  });
  it('suggests near names for an unknown one', () => expect(() => findTerm(vocabulary, 'Sequence alinment')).toThrow(/edam:operation_0292 \(Sequence alignment\)/));
});
