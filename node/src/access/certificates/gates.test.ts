import { describe, expect, it } from 'vitest';
import { border, inForce, NewRedLine, redLinesCrossed, type Forbids, type RedLine } from '../red-lines/index.ts';
import { embargo, narrowerTerms, Terms, type TermsInput } from '../terms/index.ts';
import { allPass, certification, certifiedDigest, NEVER, shownWhen, type Certificate } from './index.ts';

const now = new Date('2026-05-01T12:00:00Z');
const terms = (given: TermsInput = {}) => Terms.parse(given);
const certificate = (at: string, expires: string, more: Partial<Certificate> = {}): Certificate => ({
  id: 1,
  resource: 'r',
  revision: 1,
  digest: 'd',
  report: 1,
  checks: [],
  at: new Date(at),
  by: 'person:steward',
  expires: new Date(expires),
  signature: 'a.b.c',
  ...more,
});
const revoked = { at: new Date('2026-03-01'), by: 'person:steward', reason: 'exchanged' };

describe('embargo: in force before its instant, over at it', () => {
  it.each([
    [undefined, false],
    ['2026-05-01T12:00:00.001Z', true],
    ['2026-05-01T12:00:00Z', false],
    ['2026-05-01T11:59:59Z', false],
    ['2026-05-01T20:00:00+08:00', false],
    ['2026-05-01T20:00:01+08:00', true],
    ['2026-05-02', true],
    ['2026-05-01', false],
  ])('until %s: %s', (embargoUntil, forbids) => {
    const gate = embargo(terms({ embargoUntil }), now);
    expect(gate.forbids).toBe(forbids);
    expect(gate.until).toEqual(forbids ? new Date(embargoUntil as string) : undefined);
    expect(Object.keys(gate.text)).toEqual(['en', 'zh']);
  });
});

describe('certification: where required, only while a certificate holds', () => {
  const cases: [string, Certificate | undefined, boolean][] = [
    ['none', undefined, true],
    ['valid', certificate('2026-01-01', '2027-01-01'), false],
    ['in its first instant', certificate('2026-05-01T12:00:00Z', '2027-01-01'), false],
    ['not yet', certificate('2026-05-01T12:00:01Z', '2027-01-01'), true],
    ['in its last instant', certificate('2025-01-01', '2026-05-01T12:00:00.001Z'), false],
    ['expired this instant', certificate('2025-01-01', '2026-05-01T12:00:00Z'), true],
    ['expired', certificate('2025-01-01', '2026-01-01'), true],
    ['revoked', certificate('2026-01-01', '2027-01-01', { revoked }), true],
  ];
  it.each(cases)('%s', (_name, given, forbids) => {
    expect(certification(terms({ certification: 'required' }), given, now).forbids).toBe(forbids);
    expect(certification(terms({ certification: 'none' }), given, now).forbids, 'where none is asked for').toBe(false);
  });
  it('says when the clock changes it', () => {
    expect(certification(terms({ certification: 'required' }), certificate('2026-01-01', '2027-01-01'), now).until).toEqual(new Date('2027-01-01'));
    expect(certification(terms({ certification: 'required' }), certificate('2026-06-01', '2027-01-01'), now).until).toEqual(new Date('2026-06-01'));
  });
  it('no check at all is no pass, nor is one that nobody could decide', () => {
    expect(allPass([])).toBe(false);
    expect(allPass([{ outcome: 'passes' }])).toBe(true);
    expect(allPass([{ outcome: 'passes' }, { outcome: 'unknown' }])).toBe(false);
  });
  it('is of the files, not of the words about them', () => {
    const content = { kind: 'dataset', distributions: [{ url: 'https://a.example/1', size: 3 }], title: { en: 'A' } };
    expect(certifiedDigest(Object.assign({}, content, { title: { en: 'B' } }))).toBe(certifiedDigest(content));
    expect(certifiedDigest({ ...content, distributions: [{ url: 'https://a.example/2', size: 3 }] })).not.toBe(certifiedDigest(content));
    expect(certifiedDigest({ ...content, distributions: [{ url: 'https://a.example/1', size: 4 }] })).not.toBe(certifiedDigest(content));
  });
});

describe('when others discover it', () => {
  const at = '2026-01-01';
  const expires = '2027-01-01';
  it.each<[string, TermsInput, Certificate | undefined, { timed: boolean; from?: string; until?: string }]>([
    ['open', {}, undefined, { timed: false }],
    ['a certificate that nobody asks for changes nothing', {}, certificate(at, expires), { timed: false }],
    ['from an instant', { shownFrom: '2026-06-01' }, undefined, { timed: true, from: '2026-06-01' }],
    ['never certified', { certification: 'required' }, undefined, { timed: true, from: NEVER.toISOString() }],
    ['revoked', { certification: 'required' }, certificate(at, expires, { revoked }), { timed: true, from: NEVER.toISOString() }],
    ['certified', { certification: 'required' }, certificate(at, expires), { timed: true, from: at, until: expires }],
    ['certified, shown later', { certification: 'required', shownFrom: '2026-06-01' }, certificate(at, expires), { timed: true, from: '2026-06-01', until: expires }],
    ['certified after it might be shown', { certification: 'required', shownFrom: '2025-06-01' }, certificate(at, expires), { timed: true, from: at, until: expires }],
  ])('%s', (_name, given, held, { timed, from, until }) => {
    expect(shownWhen(terms(given), held)).toMatchObject({ timed, from: from ? new Date(from) : undefined, ...(until ? { until: new Date(until) } : {}) });
  });
});

const line = (forbids: Forbids, more: Partial<RedLine> = {}): RedLine => ({
  id: `no-${forbids}`,
  title: { en: 'A line', zh: '红线' },
  dataCategory: 'human-genetic-resources',
  forbids,
  source: { title: 'A rule', date: '2019-07-01' },
  from: new Date('2019-07-01'),
  entered: { at: new Date('2020-01-01'), by: 'operator:local' },
  ...(forbids === 'leaving-country' ? { country: 'CN' } : {}),
  ...more,
});
const genetic = (more: TermsInput = {}) => terms({ dataCategories: ['human-genetic-resources'], country: 'CN', conditions: [{ term: 'GRU' }], ...more });

describe('red lines', () => {
  it.each<[string, TermsInput, RedLine, 'use' | 'export', string | undefined, boolean]>([
    ['sharing: no use', {}, line('sharing'), 'use', undefined, true],
    ['sharing: no export', {}, line('sharing'), 'export', 'CN', true],
    ['export: used here', {}, line('export'), 'use', undefined, false],
    ['export: taken elsewhere in the country', {}, line('export'), 'export', 'CN', true],
    ['leaving: used within the country', {}, line('leaving-country'), 'use', 'CN', false],
    ['leaving: used who knows where', {}, line('leaving-country'), 'use', undefined, true],
    ['leaving: stays', {}, line('leaving-country'), 'export', 'CN', false],
    ['leaving: leaves', {}, line('leaving-country'), 'export', 'DE', true],
    ['leaving: used from elsewhere', {}, line('leaving-country'), 'use', 'DE', true],
    ['leaving: to who knows where', {}, line('leaving-country'), 'export', undefined, true],
    ['of another kind', { dataCategories: ['pathogens'] }, line('sharing'), 'use', undefined, false],
    ['of several kinds, one of them', { dataCategories: ['pathogens', 'human-genetic-resources'] }, line('sharing'), 'use', undefined, true],
    ['of no kind', { dataCategories: [] }, line('sharing'), 'use', undefined, false],
    ['of another country', { country: 'FR' }, line('sharing', { country: 'CN' }), 'use', undefined, false],
    ['of a country nobody stated', { country: undefined }, line('sharing', { country: 'CN' }), 'use', undefined, true],
    ['everywhere', { country: 'FR' }, line('sharing'), 'use', undefined, true],
  ])('%s', (_name, given, it, action, destination, crossed) => {
    expect(redLinesCrossed(genetic(given), { action, destination }, [it], now).length > 0).toBe(crossed);
  });
  it.each<[string, Partial<RedLine>, boolean]>([
    ['from its first instant', { from: now }, true],
    ['not before', { from: new Date(now.getTime() + 1) }, false],
    ['up to its last', { until: new Date(now.getTime() + 1) }, true],
    ['not at it', { until: now }, false],
  ])('in force %s', (_name, dates, holds) => {
    const it = line('sharing', dates);
    expect(inForce(it, now)).toBe(holds);
    expect(redLinesCrossed(genetic(), { action: 'use' }, [it], now)).toHaveLength(holds ? 1 : 0);
  });
  it('are refused without what they need', () => {
    const good = {
      id: 'x1',
      title: { en: 'A', zh: '甲' },
      dataCategory: 'pathogens',
      forbids: 'leaving-country',
      country: 'CN',
      source: { title: 'R', date: '2019-07-01' },
      from: '2019-07-01',
    };
    const wrong = (more: object) => NewRedLine.safeParse({ ...good, ...more }).error?.issues.map(({ path }) => path.join('.'));
    expect(NewRedLine.safeParse(good).success).toBe(true);
    expect(wrong({ country: undefined })).toEqual(['country']);
    expect(wrong({ country: 'China' })).toEqual(['country']);
    expect(wrong({ title: { en: 'A' } })).toEqual(['title']);
    expect(wrong({ until: '2019-07-01' })).toEqual(['until']);
    expect(wrong({ source: { title: 'R' } })).toEqual(['source.date']);
    expect(wrong({ source: { title: 'R', date: '2019-07-01', url: 'javascript:alert(1)' } })).toEqual(['source.url']);
  });
});

describe('borders', () => {
  it.each<[string, TermsInput, string | undefined, RedLine[], boolean]>([
    ['no destination', {}, undefined, [], true],
    ['no destination, open data', { dataCategories: [], conditions: [] }, undefined, [], true],
    ['open data anywhere', { dataCategories: [], conditions: [] }, 'DE', [], false],
    ['under conditions, kind not stated', { dataCategories: [] }, 'DE', [], true],
    ['under conditions, kind not stated, within the country', { dataCategories: [] }, 'CN', [], false],
    ['under conditions, kind not stated, country neither', { dataCategories: [], country: undefined }, 'CN', [], true],
    ['kind stated, no rule', {}, 'DE', [], false],
    ['kind stated as unrestricted', { dataCategories: ['unrestricted'] }, 'DE', [line('leaving-country')], false],
    ['across, forbidden', {}, 'DE', [line('leaving-country')], true],
    ['within', {}, 'CN', [line('leaving-country')], false],
    ['the rule has ended', {}, 'DE', [line('leaving-country', { until: now })], false],
  ])('%s', (_name, given, destination, lines, forbids) => {
    const gate = border(genetic(given), destination, lines, now);
    expect(gate.forbids, gate.text['en']).toBe(forbids);
    expect(gate.text['zh']).toMatch(/[一-龥]/);
  });
  it('says when the clock changes it: the next red line that begins or ends on these data', () => {
    const ends = new Date('2026-07-01');
    const begins = new Date('2026-06-01');
    const lines = [line('leaving-country', { until: ends }), line('sharing', { from: begins }), line('sharing', { dataCategory: 'pathogens', from: new Date('2026-05-02') })];
    expect(border(genetic(), 'DE', lines, now).until).toEqual(begins);
  });
});

describe('terms', () => {
  it('are refused where they contradict themselves, naming the place', () => {
    const wrong = (given: object) => Terms.safeParse(given).error?.issues.map(({ path }) => path.join('.'));
    expect(wrong({ discovery: 'organisation' })).toEqual(['organisation']);
    expect(wrong({ automatic: true })).toEqual(['automatic']);
    expect(wrong({ automatic: true, conditions: [{ term: 'IRB' }] })).toEqual(['automatic']);
    expect(wrong({ automatic: true, conditions: [{ term: 'GRU' }], agreement: 'dta' })).toEqual(['automatic']);
    expect(wrong({ reviews: [{ kind: 'ethics' }, { kind: 'ethics' }] })).toEqual(['reviews']);
    expect(wrong({ location: {} })).toEqual(['location']);
    expect(wrong({ location: { url: 'javascript:alert(1)' } })).toEqual(['location.url']);
    expect(wrong({ embargoUntil: 'tomorrow' })).toEqual(['embargoUntil']);
    expect(wrong({ embargoUntil: '2026-02-30' })).toEqual(['embargoUntil']);
    expect(wrong({ country: 'cn' })).toEqual(['country']);
    expect(wrong({ conditions: Array.from({ length: 101 }, () => ({ term: 'GRU' })) })).toEqual(['conditions']);
    expect(wrong({ colour: 'red' })).toEqual(['']);
  });
  it('of two that turned out to be one thing, the narrower count and no machine says yes', () => {
    const a = terms({ conditions: [{ term: 'GRU' }], automatic: true, embargoUntil: '2026-06-01', discovery: 'signed-in' });
    const b = terms({ conditions: [{ term: 'DS', values: ['MONDO:1'] }], embargoUntil: '2027-06-01', certification: 'required', dataCategories: ['pathogens'] });
    const joined = narrowerTerms(a, b);
    expect(joined).toMatchObject({
      automatic: false,
      embargoUntil: '2027-06-01T00:00:00.000Z',
      discovery: 'signed-in',
      certification: 'required',
      dataCategories: ['pathogens'],
      reviews: [{ kind: 'committee' }],
    });
    expect(joined.conditions).toEqual(a.conditions);
    expect(narrowerTerms(a, a)).toEqual(a);
  });
});
