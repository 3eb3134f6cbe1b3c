import { describe, expect, it } from 'vitest';
import { snapshotOf } from '../../vocabulary/index.ts';
import { aTerm } from '../../vocabulary/testing/term.ts';
import { compose } from '../compose.ts';
import { Description, type DescriptionInput } from '../description.ts';
import { assess } from './assess.ts';
import { METRIC_IDS, type MetricId } from './metrics.ts';
import type { AddressState } from './report.ts';
import type { OfferedStandard, Subject } from './subject.ts';
import { deprecatedTermsIn } from './term-drift.ts';

const vocabulary = snapshotOf(
  [
    aTerm('topic_0091', 'Bioinformatics'),
    aTerm('topic_0003', 'Topic'),
    aTerm('topic_9999', 'Old biology', { deprecated: true, replacedBy: ['edam:topic_0091'] }),
    aTerm('format_3016', 'VCF'),
  ],
  1,
);

const turtle: OfferedStandard = { title: { en: 'DCAT' }, mediaType: 'text/turtle', profile: 'https://semiceu.github.io/DCAT-AP/', formal: true, community: false };
const bioschemas: OfferedStandard = { title: { en: 'Bioschemas' }, mediaType: 'application/ld+json', profile: 'https://bioschemas.org/profiles/', formal: true, community: true };
const provision = { standards: () => [turtle, bioschemas] };

const RICH: DescriptionInput = {
  kind: 'dataset',
  title: { en: 'Wheat lines', zh: '小麦品系' },
  description: { en: 'Paired-end reads and variant calls of two hundred wheat lines, grown in two places over three years.' },
  identifiers: ['doi:10.1234/wheat'],
  homepage: 'https://example.org/wheat',
  topics: ['Bioinformatics'],
  provider: { name: { en: 'Example Institute' }, ror: 'https://ror.org/02catss52' },
  contacts: [{ name: 'A. Botanist', email: 'a@example.org' }],
  licence: { id: 'CC-BY-4.0' },
  access: { level: 'open' },
  distributions: [{ url: 'https://data.example.org/wheat.vcf.gz', format: 'VCF', size: 1_048_576 }],
  issued: '2026-02-01',
};

function subjectOf(description: DescriptionInput, more: Partial<Subject> = {}): Subject {
  const parsed = Description.parse(description);
  const record = { source: 'test', key: 'wheat', description: parsed, lastChanged: new Date(0) };
  const { content, spokenBy } = compose([record], vocabulary);
  return {
    content,
    provenance: spokenBy,
    url: 'https://node.example/r/3k7m9p2q8s1x',
    linked: [],
    addresses: new Map(),
    deprecatedTerms: deprecatedTermsIn([record], vocabulary),
    sameTitle: [],
    now: new Date('2026-11-22T00:00:00Z'),
    ...more,
  };
}

const metricOf = (subject: Subject, id: MetricId) => {
  const found = assess(subject, provision).metrics.find(({ metric }) => metric === id);
  if (!found) throw new Error(`no metric ${id}`);
  return found;
};
const without = (field: keyof DescriptionInput): DescriptionInput => Object.fromEntries(Object.entries(RICH).filter(([name]) => name !== field)) as DescriptionInput;
const findingsOf = (subject: Subject) => assess(subject, provision).findings.map(({ finding }) => finding);
const stateOf = (address: string, state: AddressState['state']): [string, AddressState] => [
  address,
  {
    address,
    state,
    httpStatus: state === 'dead' ? 404 : 200,
    redirectedTo: state === 'redirected' ? 'https://new.example.org/' : null,
    reason: null,
    checked: '2026-11-20T00:00:00.000Z',
    failingSince: state === 'dead' ? '2026-11-10T00:00:00.000Z' : null,
  },
];

describe('every metric is decided, with evidence and in both languages', () => {
  it('a description with everything meets them all', () => {
    const { metrics, scores, findings } = assess(subjectOf(RICH), provision);
    expect(metrics.filter(({ verdict }) => verdict !== 'holds').map(({ metric, because }) => [metric, because.en])).toEqual([]);
    expect(scores.all).toMatchObject({ holds: 17, of: 17, partly: 0, fails: 0 });
    expect(findings).toEqual([]);
  });

  it('an assessment names all metrics once, in their order, and says why in English and Chinese', () => {
    for (const description of [RICH, { kind: 'instrument', title: { en: 'Microscope' } } as DescriptionInput]) {
      const { metrics, scores } = assess(subjectOf(description), provision);
      expect(metrics.map(({ metric }) => metric)).toEqual(METRIC_IDS);
      for (const it of metrics) {
        for (const text of [it.name, it.because, ...(it.fix ? [it.fix] : [])]) expect(text['en'] && text['zh'], it.metric).toBeTruthy();
      }
      const unmet = metrics.filter(({ verdict }) => verdict === 'fails' || verdict === 'partly');
      expect(
        unmet.filter(({ fix }) => !fix),
        'what is not met says what would fix it',
      ).toEqual([]);
      expect(
        metrics.filter(({ verdict, evidence }) => verdict === 'holds' && evidence.length === 0),
        'what holds shows what was seen',
      ).toEqual([]);
      const { F, A, I, R, all } = scores;
      expect(F.of + A.of + I.of + R.of).toBe(all.of);
      for (const score of Object.values(scores)) expect(score.holds + score.partly + score.fails).toBe(score.of);
    }
  });

  it.each<[keyof DescriptionInput, MetricId, 'partly' | 'fails']>([
    ['identifiers', 'FsF-F1-02D', 'partly'],
    ['description', 'FsF-F2-01M', 'partly'],
    ['distributions', 'FsF-F3-01M', 'partly'],
    ['access', 'FsF-A1-01M', 'fails'],
    ['topics', 'FsF-I2-01M', 'partly'],
    ['distributions', 'FsF-R1-01MD', 'partly'],
    ['licence', 'FsF-R1.1-01M', 'fails'],
    ['issued', 'FsF-R1.2-01M', 'partly'],
    ['distributions', 'FsF-R1.3-02D', 'fails'],
  ])('without %s, %s %s', (field, metric, verdict) => {
    const given = field === 'topics' ? { ...RICH, topics: ['edam:topic_9999'] } : without(field);
    expect(metricOf(subjectOf(given), metric)).toMatchObject({ verdict });
  });

  it('evidence names the field, its value, and the source that said it', () => {
    expect(metricOf(subjectOf(RICH), 'FsF-R1.1-01M').evidence).toEqual([{ field: '/licence/id', value: 'CC-BY-4.0', source: 'test', record: 'wheat' }]);
  });

  it('what this node does for every resource counts as the node’s', () => {
    const { metrics, scores } = assess(subjectOf({ kind: 'dataset', title: { en: 'Bare' } }), provision);
    const byNode = metrics.filter(({ earnedBy, verdict }) => earnedBy === 'node' && verdict === 'holds').map(({ metric }) => metric);
    expect(byNode).toEqual(['FsF-F4-01M', 'FsF-A1-02M', 'FsF-A2-01M', 'FsF-I1-01M', 'FsF-R1.3-01M']);
    expect(scores.all.byNode).toBe(byNode.length);
    expect(metrics.find(({ metric }) => metric === 'FsF-F1-02D')).toMatchObject({ verdict: 'partly', earnedBy: 'node' });
  });

  it('a node that writes no RDF does not claim to', () => {
    const found = assess(subjectOf(RICH), { standards: () => [] }).metrics;
    for (const id of ['FsF-I1-01M', 'FsF-R1.3-01M']) expect(found.find(({ metric }) => metric === id)).toMatchObject({ verdict: 'fails', earnedBy: 'nobody' });
  });

  it('a description that is not registered is not credited with the node’s doing', () => {
    const { scores, metrics } = assess(subjectOf(RICH, { url: undefined }), provision);
    expect(scores.all).toMatchObject({ holds: 12, of: 12, byNode: 0 });
    expect(metrics.flatMap(({ evidence }) => evidence).filter(({ source }) => source === 'node')).toEqual([]);
  });
});

describe('what the link checks know is taken in', () => {
  const [homepage, file] = ['https://example.org/wheat', 'https://data.example.org/wheat.vcf.gz'];
  it.each([
    ['all answer', [stateOf(homepage, 'alive'), stateOf(file, 'alive')], 'holds', []],
    ['one is dead', [stateOf(homepage, 'alive'), stateOf(file, 'dead')], 'partly', ['dead-link']],
    ['all are dead', [stateOf(homepage, 'dead'), stateOf(file, 'dead')], 'fails', ['dead-link']],
    ['one has moved', [stateOf(homepage, 'redirected')], 'holds', ['redirected-link']],
  ] as const)('%s', (_case, states, verdict, findings) => {
    const subject = subjectOf(RICH, { addresses: new Map(states) });
    expect(metricOf(subject, 'FsF-A1-03D').verdict).toBe(verdict);
    expect(findingsOf(subject)).toEqual(findings);
  });
});

describe('findings', () => {
  it.each<[string, DescriptionInput, string]>([
    ['no description', without('description'), 'no-description'],
    ['a description of three words', { ...RICH, description: { en: 'Some wheat data' } }, 'short-description'],
    ['no licence', without('licence'), 'no-licence'],
    ['a licence in words', { ...RICH, licence: { name: 'ask us' } }, 'unknown-licence'],
    ['an identifier that is none of SPDX', { ...RICH, licence: { id: 'CC-WHATEVER' } }, 'unknown-licence'],
    ['nobody to ask', without('contacts'), 'no-contact'],
    ['no topics', without('topics'), 'no-topics'],
    ['a deprecated topic', { ...RICH, topics: ['Old biology'] }, 'deprecated-term'],
    ['one language', { ...RICH, title: { en: 'Wheat lines' } }, 'one-language'],
    ['last changed long ago', { ...RICH, modified: '2012-05' }, 'long-unmodified'],
  ])('%s', (_case, description, finding) => expect(findingsOf(subjectOf(description))).toEqual([finding]));

  it('a Chinese description counts by its own measure', () => {
    expect(findingsOf(subjectOf({ ...RICH, description: { zh: '两百个小麦品系的双端测序数据与变异检测结果，三年两地种植。' } }))).toEqual([]);
  });

  it('an SPDX expression is a standard licence', () => {
    expect(findingsOf(subjectOf({ ...RICH, licence: { id: 'MIT OR Apache-2.0' } }))).toEqual([]);
    expect(findingsOf(subjectOf({ ...RICH, licence: { id: 'GPL-2.0-or-later WITH Classpath-exception-2.0' } }))).toEqual([]);
  });

  it('a deprecated term is shown as the record wrote it, with what replaces it', () => {
    const { deprecatedTerms } = assess(subjectOf({ ...RICH, topics: ['Bioinformatics', 'http://edamontology.org/topic_9999'] }), provision);
    expect(deprecatedTerms).toMatchObject([
      {
        field: '/topics/1',
        written: 'http://edamontology.org/topic_9999',
        term: { id: 'edam:topic_9999' },
        replacement: { id: 'edam:topic_0091' },
        source: 'test',
        record: 'wheat',
      },
    ]);
  });
});
