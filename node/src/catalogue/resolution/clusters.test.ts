import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clustersOf, type Verdict } from './clusters.ts';
import { namesOfRecord, recordName, type RecordIdentity } from './identity-of-record.ts';

const record = (source: string, key: string, identifiers: string[] = [], title = key, records = [`${source}:${key}`]): RecordIdentity => ({
  source,
  key,
  natural: `${source}/${key}`,
  resource: undefined,
  identifiers,
  records,
  names: namesOfRecord(key, { en: title }),
  firstSeen: undefined,
});
const groups = (records: RecordIdentity[], verdicts: Verdict[] = []) =>
  clustersOf(records, verdicts)
    .map((cluster) =>
      cluster
        .map(({ source, key }) => `${source}/${key}`)
        .sort()
        .join(' = '),
    )
    .sort();
const verdict = (a: RecordIdentity, b: RecordIdentity, same: boolean): Verdict => ({ a: recordName(a), b: recordName(b), same });

describe('which records speak of one thing', () => {
  it('those of different sources that state the same identifier', () => {
    expect(
      groups([record('rdmkit', 'scanpy', ['biotools:scanpy']), record('galaxy', 'tool/scanpy', ['biotools:scanpy']), record('galaxy', 'tool/seurat', ['biotools:seurat'])]),
    ).toEqual(['galaxy/tool/scanpy = rdmkit/scanpy', 'galaxy/tool/seurat']);
  });

  it('through others that share identifiers with both', () => {
    expect(groups([record('a', '1', ['doi:10.1/x']), record('b', '2', ['doi:10.1/x', 'rrid:SCR_1']), record('c', '3', ['rrid:SCR_1'])])).toEqual(['a/1 = b/2 = c/3']);
  });

  it('not the records of one source: it keeps them apart itself', () => {
    expect(groups([record('galaxy', 'quast', ['biotools:quast']), record('galaxy', 'pima/quast', ['biotools:quast'])])).toHaveLength(2);
  });

  it('of several records of a source with one identifier, the one that is called like it', () => {
    const suites = ['clip_image', 'galaxy_image_analysis', 'scale_image'].map((key) => record('galaxy', key, ['biotools:galaxy_image_analysis']));
    expect(groups([...suites, record('bio.tools', 'gia', ['biotools:galaxy_image_analysis'])])).toEqual([
      'bio.tools/gia = galaxy/galaxy_image_analysis',
      'galaxy/clip_image',
      'galaxy/scale_image',
    ]);
    expect(
      groups([
        record('galaxy', 'Beacon2_Import', ['biotools:ga4gh_beacon']),
        record('galaxy', 'beacon2', ['biotools:ga4gh_beacon']),
        record('rdmkit', 'beacon', ['biotools:ga4gh_beacon']),
      ]),
    ).toEqual(['galaxy/Beacon2_Import', 'galaxy/beacon2 = rdmkit/beacon']);
  });

  it('none of them where that cannot be told', () => {
    expect(groups([record('galaxy', 'ab', ['biotools:x']), record('galaxy', 'cd', ['biotools:x']), record('rdmkit', 'x', ['biotools:x'])])).toHaveLength(3);
  });

  it('not those whose other identifiers contradict each other', () => {
    expect(groups([record('a', '1', ['doi:10.1/x', 'biotools:bwa']), record('b', '2', ['doi:10.1/x', 'biotools:bowtie'])])).toHaveLength(2);
  });

  it('what a curator called the same, and nothing a curator told apart', () => {
    const [a, b, c] = [record('a', '1'), record('a', '2'), record('b', '3', ['doi:10.1/x'])] as const;
    expect(groups([a, b], [verdict(a, b, true)])).toEqual(['a/1 = a/2']);
    const d = record('c', '4', ['doi:10.1/x']);
    expect(groups([c, d])).toEqual(['b/3 = c/4']);
    expect(groups([c, d], [verdict(d, c, false)])).toHaveLength(2);
  });

  describe('records of other nodes, made from records of registries', () => {
    const NODES = ['node:a', 'node:b', 'node:c'] as const;
    const held = (node: string, key: string, records: string[], identifiers: string[] = []) => record(node, key, identifiers, key, records);

    it('are those that were made from the same one, here or elsewhere', () => {
      expect(groups([held('node:a', 'x1', ['galaxy:bwa']), held('node:b', 'y1', ['galaxy:bwa']), record('galaxy', 'bwa')])).toEqual(['galaxy/bwa = node:a/x1 = node:b/y1']);
      expect(groups([held('node:a', 'x1', ['galaxy:bwa']), held('node:b', 'y1', ['galaxy:bwa2'])])).toHaveLength(2);
    });

    it('whatever each copy states of other identifiers, which change with time', () => {
      expect(groups([held('node:a', 'x1', ['galaxy:bwa'], ['doi:10.1/old']), record('galaxy', 'bwa', ['doi:10.1/new'])])).toHaveLength(1);
    });

    it('a node that takes two records for one does not make those one that contradict each other here', () => {
      const both = held('node:a', 'x1', ['galaxy:bwa', 'rdmkit:bowtie']);
      expect(groups([both, record('galaxy', 'bwa', ['biotools:bwa']), record('rdmkit', 'bowtie', ['biotools:bowtie'])])).toEqual(['galaxy/bwa = node:a/x1', 'rdmkit/bowtie']);
      expect(groups([both, record('galaxy', 'bwa', ['biotools:bwa']), record('rdmkit', 'bowtie')])).toHaveLength(1);
    });

    it('nor two records of one registry, nor two of one node', () => {
      expect(groups([held('node:a', 'x1', ['galaxy:bwa', 'galaxy:bowtie']), record('galaxy', 'bwa'), record('galaxy', 'bowtie')])).toEqual([
        'galaxy/bowtie = node:a/x1',
        'galaxy/bwa',
      ]);
      expect(groups([held('node:a', 'x1', ['galaxy:bwa']), held('node:a', 'x2', ['rdmkit:bwa']), held('node:b', 'y1', ['galaxy:bwa', 'rdmkit:bwa'])])).toHaveLength(2);
    });

    it('nothing a curator told apart', () => {
      const [one, other] = [held('node:a', 'x1', ['galaxy:bwa']), record('galaxy', 'bwa')];
      expect(groups([one, other], [verdict(one, other, false)])).toHaveLength(2);
    });

    it('the same whatever the order', () => {
      const some = fc.uniqueArray(
        fc.record({
          source: fc.constantFrom(...NODES, 'galaxy', 'rdmkit'),
          key: fc.constantFrom('1', '2', '3', '4'),
          records: fc.uniqueArray(fc.constantFrom('galaxy:1', 'galaxy:2', 'rdmkit:1', 'rdmkit:2'), { maxLength: 3 }),
          identifiers: fc.uniqueArray(fc.constantFrom('doi:10.1/x', 'doi:10.1/y', 'biotools:x'), { maxLength: 2 }),
        }),
        { selector: (it) => `${it.source}/${it.key}`, maxLength: 14 },
      );
      fc.assert(
        fc.property(some, fc.infiniteStream(fc.nat()), (given, order) => {
          const records = given.map((it) => record(it.source, it.key, it.identifiers, it.key, it.source.startsWith('node:') ? it.records : undefined));
          const shuffled = records.map((it) => ({ it, at: order.next().value as number })).sort((a, b) => a.at - b.at);
          expect(groups(shuffled.map(({ it }) => it))).toEqual(groups(records));
          for (const group of clustersOf(records, [])) expect(new Set(group.map(({ source }) => source)).size).toBe(group.length);
        }),
      );
    });
  });

  it('the same whatever the order, and no source twice in one group', () => {
    const some = fc.uniqueArray(
      fc.record({
        source: fc.constantFrom('a', 'b', 'c', 'd'),
        key: fc.constantFrom('1', '2', '3', '4', '5', '6'),
        identifiers: fc.uniqueArray(fc.constantFrom('doi:10.1/x', 'biotools:x', 'rrid:X', 'fairsharing:x'), { maxLength: 3 }),
      }),
      { selector: (it) => `${it.source}/${it.key}`, maxLength: 16 },
    );
    fc.assert(
      fc.property(some, fc.infiniteStream(fc.nat()), (given, order) => {
        const records = given.map((it) => record(it.source, it.key, it.identifiers));
        const shuffled = records.map((it) => ({ it, at: order.next().value as number })).sort((a, b) => a.at - b.at);
        const found = groups(records);
        expect(groups(shuffled.map(({ it }) => it))).toEqual(found);
        for (const group of clustersOf(records, [])) expect(new Set(group.map(({ source }) => source)).size).toBe(group.length);
      }),
    );
  });
});
