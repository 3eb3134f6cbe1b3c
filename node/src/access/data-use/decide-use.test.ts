import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ancestorsIn, Conditions, decideUse, DUO_TERMS, duoTerm, Purpose } from './index.ts';

const CANCER = 'MONDO:0004992';
const BREAST_CANCER = 'MONDO:0007254';
const DIABETES = 'MONDO:0005148';
const facts = { now: new Date('2026-06-15T12:00:00Z'), ancestors: ancestorsIn({ [BREAST_CANCER]: ['MONDO:0021100'], 'MONDO:0021100': [CANCER, BREAST_CANCER], CN: ['Asia'] }) };

const decide = (conditions: unknown, purpose: unknown) => decideUse(Conditions.parse(conditions), Purpose.parse(purpose), facts).decision;
const gru = (...modifiers: unknown[]) => [{ term: 'GRU' }, ...modifiers];
const research = (more: object = {}) => ({ uses: ['biomedical'], ...more });

/** Each row: conditions, purpose, answer. The definitions are those of DUO 2021-02-23 (duo.csv), quoted by shorthand. */
describe('permissions', () => {
  it.each([
    ['NRES: no restriction', ['NRES'], { uses: ['ancestry'] }, 'yes'],
    ['NRES', ['NRES'], { uses: ['clinical-care'] }, 'yes'],
    ['GRU: any research purpose', ['GRU'], { uses: ['general-research'] }, 'yes'],
    ['GRU', ['GRU'], { uses: ['ancestry'] }, 'yes'],
    ['GRU', ['GRU'], { uses: ['methods'] }, 'yes'],
    ['GRU', ['GRU'], { diseases: [DIABETES] }, 'yes'],
    ['GRU: care is no research', ['GRU'], { uses: ['clinical-care'] }, 'no'],
    ['GRU with CC', ['GRU', 'CC'], { uses: ['clinical-care'] }, 'yes'],
    ['GRU: a purpose that says nothing', ['GRU'], {}, 'no'],
    ['HMB: health, medical, biomedical', ['HMB'], { uses: ['biomedical'] }, 'yes'],
    ['HMB', ['HMB'], { diseases: [DIABETES] }, 'yes'],
    ['HMB: does not include origins or ancestry', ['HMB'], { uses: ['ancestry'] }, 'no'],
    ['HMB', ['HMB'], { uses: ['biomedical', 'ancestry'] }, 'no'],
    ['HMB: general research is more than that', ['HMB'], { uses: ['general-research'] }, 'no'],
    ['HMB: methods, for what?', ['HMB'], { uses: ['methods'] }, 'people'],
    ['HMB', ['HMB'], { uses: ['methods', 'biomedical'] }, 'yes'],
    ['POA: limited to origins or ancestry', ['POA'], { uses: ['ancestry'] }, 'yes'],
    ['POA', ['POA'], { uses: ['biomedical'] }, 'no'],
    ['POA', ['POA'], { uses: ['ancestry', 'biomedical'] }, 'no'],
    ['no permission at all', ['NPU'], { uses: ['biomedical'], organisationType: 'not-for-profit' }, 'people'],
    ['no condition at all', [], { uses: ['biomedical'] }, 'people'],
    ['two permissions: one is enough', ['POA', 'HMB'], { uses: ['biomedical'] }, 'yes'],
  ])('%s %j %j: %s', (_definition, terms, purpose, answer) =>
    expect(
      decide(
        (terms as string[]).map((term) => ({ term })),
        purpose,
      ),
    ).toBe(answer),
  );

  it.each([
    ['the disease itself', [DIABETES], [DIABETES], 'yes'],
    ['a narrower disease', [CANCER], [BREAST_CANCER], 'yes'],
    ['a broader disease', [BREAST_CANCER], [CANCER], 'no'],
    ['another disease', [CANCER], [DIABETES], 'no'],
    ['one of several allowed', [CANCER, DIABETES], [DIABETES], 'yes'],
    ['more than is allowed', [CANCER], [BREAST_CANCER, DIABETES], 'no'],
    ['a purpose that names no disease', [CANCER], [], 'no'],
    ['conditions that name no disease', [], [CANCER], 'people'],
    ['another way to write it', ['http://purl.obolibrary.org/obo/MONDO_0005148'], ['mondo_0005148'], 'yes'],
  ])('DS: %s', (_what, values, diseases, answer) => expect(decide([{ term: 'DS', values }], { uses: ['disease'], diseases })).toBe(answer));

  it('DS in two conditions allows both diseases', () => {
    const conditions = [
      { term: 'DS', values: CANCER },
      { term: 'DUO:0000007', values: [{ id: DIABETES, label: 'diabetes' }] },
    ];
    expect(decide(conditions, { diseases: [BREAST_CANCER, DIABETES] })).toBe('yes');
  });
});

describe('modifiers', () => {
  it.each([
    ['NMDS', {}, { uses: ['biomedical', 'methods'] }, 'no'],
    ['NMDS', {}, {}, 'yes'],
    ['NPOA', {}, { uses: ['ancestry'] }, 'no'],
    ['NPOA', {}, {}, 'yes'],
    ['GSO', {}, { uses: ['biomedical', 'genetic'] }, 'yes'],
    ['GSO', {}, {}, 'no'],
    ['NPU', {}, { organisationType: 'not-for-profit' }, 'yes'],
    ['NPU', {}, { organisationType: 'for-profit', commercial: false }, 'no'],
    ['NPU', {}, {}, 'no'],
    ['NCU', {}, { commercial: false, organisationType: 'for-profit' }, 'yes'],
    ['NCU', {}, { commercial: true }, 'no'],
    ['NCU', {}, {}, 'no'],
    ['NPUNCU', {}, { organisationType: 'not-for-profit', commercial: false }, 'yes'],
    ['NPUNCU', {}, { organisationType: 'not-for-profit', commercial: true }, 'no'],
    ['NPUNCU', {}, { organisationType: 'for-profit', commercial: false }, 'no'],
    ['NPUNCU', {}, { commercial: false }, 'no'],
    ['PUB', {}, { undertakes: { publish: true } }, 'yes'],
    ['PUB', {}, { undertakes: { publish: false } }, 'no'],
    ['PUB', {}, {}, 'no'],
    ['COL', {}, { undertakes: { collaborate: true } }, 'yes'],
    ['COL', {}, {}, 'no'],
    ['RTN', {}, { undertakes: { returnResults: true } }, 'yes'],
    ['RTN', {}, {}, 'no'],
    ['IRB', {}, { ethicsApproval: { reference: 'EC-2026-7' } }, 'yes'],
    ['IRB', {}, { ethicsApproval: { reference: 'EC-2026-7', until: '2026-06-15' } }, 'yes'],
    ['IRB', {}, { ethicsApproval: { reference: 'EC-2024-1', until: '2026-06-14' } }, 'no'],
    ['IRB', {}, {}, 'no'],
    ['GS', { values: ['CN', 'DE'] }, { countries: ['DE'] }, 'yes'],
    ['GS', { values: ['CN'] }, { countries: ['CN', 'US'] }, 'no'],
    ['GS', { values: ['Asia'] }, { countries: 'CN' }, 'yes'],
    ['GS', { values: ['CN'] }, {}, 'no'],
    ['GS', {}, { countries: ['CN'] }, 'people'],
    ['MOR', { values: '2026-12-31' }, { publishNotBefore: '2027-01-01' }, 'yes'],
    ['MOR', { values: '2026-12-31' }, { publishNotBefore: '2026-12-30' }, 'no'],
    ['MOR', { values: '2026-12-31' }, {}, 'no'],
    ['MOR', { values: '2026-06-15' }, {}, 'yes'],
    ['MOR', {}, {}, 'people'],
    ['TS', { values: 12 }, { months: 12 }, 'yes'],
    ['TS', { values: [12] }, { months: 13 }, 'no'],
    ['TS', { values: 12 }, {}, 'no'],
    ['TS', {}, { months: 1 }, 'people'],
    ['US', { values: ['0000-0002-1825-0097'] }, { user: 'https://orcid.org/0000-0002-1825-0097' }, 'yes'],
    ['US', { values: ['0000-0002-1825-0097'] }, { user: '0000-0001-5109-3700' }, 'no'],
    ['US', { values: ['0000-0002-1825-0097'] }, {}, 'no'],
    ['US', {}, { user: 'x' }, 'people'],
    ['PS', { values: ['P-1'] }, { project: 'p-1' }, 'yes'],
    ['PS', { values: ['P-1'] }, { project: 'P-2' }, 'no'],
    ['IS', { values: ['https://ror.org/02catss52'] }, { institution: '02catss52' }, 'yes'],
    ['IS', { values: ['https://ror.org/02catss52'] }, { institution: 'Elsewhere' }, 'no'],
    ['IS', {}, { institution: 'Elsewhere' }, 'people'],
    ['RS', { values: ['paediatric'] }, { researchTypes: ['Paediatric'] }, 'yes'],
    ['RS', { values: ['paediatric'] }, { researchTypes: ['adolescents'] }, 'people'],
    ['RS', { values: ['paediatric'] }, {}, 'no'],
    ['RS', {}, { researchTypes: ['any'] }, 'people'],
    ['CC', {}, {}, 'yes'],
    ['CC', {}, { uses: ['clinical-care'] }, 'yes'],
    ['DUO:9999999', {}, {}, 'people'],
  ])('GRU with %s %j, purpose %j: %s', (term, more, purpose, answer) => expect(decide(gru({ term, ...more }), research(purpose))).toBe(answer));

  it('a no outweighs what people could decide, and that outweighs a yes', () => {
    expect(decide(gru({ term: 'RS' }, { term: 'NCU' }), research({ commercial: true }))).toBe('no');
    expect(decide(gru({ term: 'RS' }, { term: 'NCU' }), research({ commercial: false }))).toBe('people');
  });

  it('says in both languages why, and what the asker is bound to', () => {
    const answer = decideUse(Conditions.parse(gru({ term: 'PUB' }, { term: 'TS', values: 6 })), Purpose.parse(research({ undertakes: { publish: true }, months: 6 })), facts);
    expect(answer).toMatchObject({ decision: 'yes', allowed: true });
    expect(answer.reasons.map(({ shorthand, outcome }) => [shorthand, outcome])).toEqual([
      ['GRU', 'met'],
      ['PUB', 'met'],
      ['TS', 'met'],
    ]);
    for (const { text, label } of answer.reasons) for (const it of [text, label]) expect(it['zh']).toMatch(/\p{Script=Han}/u);
    expect(answer.obligations).toHaveLength(2);
  });
});

const OPENNESS = ['no', 'people', 'yes'];

describe('whatever the purpose', () => {
  const someConditions = fc.array(fc.record({ term: fc.constantFrom(...DUO_TERMS.map(({ id }) => id)), values: fc.constantFrom([], [CANCER], ['CN'], ['12'], ['2099-01-01']) }), {
    maxLength: 6,
  });
  const somePurpose = fc.record(
    {
      uses: fc.subarray(['general-research', 'biomedical', 'disease', 'ancestry', 'methods', 'genetic', 'clinical-care']),
      diseases: fc.subarray([CANCER, BREAST_CANCER, DIABETES]),
      countries: fc.subarray(['CN', 'US']),
      organisationType: fc.constantFrom('not-for-profit', 'for-profit'),
      commercial: fc.boolean(),
      months: fc.integer({ min: 1, max: 24 }),
    },
    { requiredKeys: [] },
  );

  it('a further modifier never opens what was closed; the order of conditions makes no difference', () => {
    fc.assert(
      fc.property(
        someConditions,
        somePurpose,
        fc.constantFrom(...DUO_TERMS.filter(({ type, shorthand }) => type === 'modifier' && shorthand !== 'CC').map(({ id }) => id)),
        (conditions, purpose, more) => {
          const before = decide(conditions, purpose);
          const after = decide([...conditions, { term: more }], purpose);
          expect(OPENNESS.indexOf(after)).toBeLessThanOrEqual(OPENNESS.indexOf(before));
          expect(decide([...conditions].reverse(), purpose)).toBe(before);
        },
      ),
    );
  });

  it('nothing is allowed that says nothing, but where there is no restriction', () => {
    fc.assert(
      fc.property(someConditions, (conditions) => {
        const decision = decide(conditions, {});
        expect(decision !== 'yes' || conditions.some(({ term }) => term === 'DUO:0000004')).toBe(true);
      }),
    );
  });
});

it('every term of DUO is known by identifier, IRI and shorthand', () => {
  for (const term of DUO_TERMS) {
    for (const name of [term.id, term.id.replace(':', '_'), `http://purl.obolibrary.org/obo/${term.id.replace(':', '_')}`, term.shorthand.toLowerCase()])
      expect(duoTerm(name)).toBe(term);
  }
  expect(duoTerm('EFO:0000001')).toBeUndefined();
});
