import { expect, it } from 'vitest';
import { personFromClaims, visasIn } from './claims.ts';

const believes = { claims: { organisation: 'affiliation', country: 'country', orcid: 'orcid' }, organisations: { 'institute.example': 'org:institute' } };
const person = (claims: Record<string, unknown>, settings: Parameters<typeof personFromClaims>[1] = believes) => personFromClaims({ sub: 'subject', ...claims }, settings);

it.each([
  [{ name: ' Asker \u0000' }, 'Asker'],
  [{ given_name: 'One', family_name: 'Asker' }, 'One Asker'],
  [{ preferred_username: 'asker' }, 'asker'],
  [{ email: 'asker@institute.example' }, 'asker@institute.example'],
  [{ name: 7, email: ['x'] }, 'subject'],
  [{ name: 'x'.repeat(5_000) }, 'x'.repeat(200)],
])('a name from %j', (claims, name) => expect(person(claims).name).toBe(name));

it.each([
  ['https://ror.org/05dxps055', 'org:ror-05dxps055'],
  ['05DXPS055', 'org:ror-05dxps055'],
  [['member@elsewhere.example', 'staff@Institute.Example'], 'org:institute'],
  ['institute.example', 'org:institute'],
  ['member@institute.example.evil.example', undefined],
  ['org:institute', undefined],
  [{ org: 'institute.example' }, undefined],
])('an organisation from %j', (affiliation, organisation) => expect(person({ affiliation }).organisation).toBe(organisation));

it('only claims the operator named are believed', () => {
  const stated = { affiliation: 'institute.example', country: 'cn', orcid: '0000-0002-1825-0097' };
  expect(person(stated)).toMatchObject({ organisation: 'org:institute', country: 'CN', orcid: '0000-0002-1825-0097' });
  expect(person(stated, { claims: {}, organisations: {} })).toMatchObject({ organisation: undefined, country: undefined, orcid: undefined });
});

it('an address that the provider did not verify is not taken', () => expect(person({ email: 'a@b.example', email_verified: false }).email).toBeUndefined());

it('visas are a list of JWTs of bounded size (GA4GH AAI OIDC Profile 1.2, userinfo)', () => {
  const of = (value: unknown) => visasIn({ ga4gh_passport_v1: value });
  expect(visasIn({})).toEqual({ visas: [] });
  expect(of(['a.b.c'])).toEqual({ visas: ['a.b.c'] });
  for (const value of ['a.b.c', [1], {}, Array.from({ length: 101 }, () => 'a'), ['x'.repeat(1_000_001)]])
    expect(of(value)).toMatchObject({ visas: [], refused: expect.any(String) });
});
