import { createSign, generateKeyPairSync } from 'node:crypto';
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompactSign, exportSPKI, importJWK, SignJWT, UnsecuredJWT, type CryptoKey, type JWK } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openIssuerKeys } from './issuer-keys.ts';
import type { Checking } from './open-token.ts';
import { readPassports } from './read-passports.ts';
import { NOW, openIssuer, seconds, type TestIssuer } from './testing/issuer.ts';
import type { TrustedIssuer } from './trusted-issuer.ts';
import { visaGrants } from './visa-grants.ts';

const NODE = 'https://node.example.org';
const DATASET = `${NODE}/r/0123456789ab`;
const GRANT = { type: 'ControlledAccessGrants', value: DATASET } as const;

let broker: TestIssuer;
let committee: TestIssuer;
let stranger: TestIssuer;
beforeAll(async () => {
  [broker, committee, stranger] = await Promise.all([openIssuer('broker', 'RS256'), openIssuer('committee'), openIssuer('stranger')]);
});
afterAll(() => Promise.all([broker, committee, stranger].map((it) => it.close())));

let checking: Checking;
const trusting = (...trusted: TrustedIssuer[]): Checking => ({
  trusted: new Map(trusted.map((issuer) => [issuer.issuer, issuer])),
  keys: openIssuerKeys({ userAgent: 'test' }),
  audience: [NODE],
  now: NOW,
});
beforeEach(() => {
  checking = trusting(broker.trusted(), committee.trusted());
});

const read = (...tokens: string[]) => readPassports(tokens, checking);
const codes = async (...tokens: string[]) => (await read(...tokens)).refusals.map(({ code }) => code);
const granted = async (...tokens: string[]) => visaGrants(await read(...tokens), [DATASET], NOW);

describe('what counts', () => {
  it('a visa of a trusted issuer in a passport of a trusted broker', async () => {
    const visa = await committee.visa(GRANT);
    expect(await granted(await broker.passport([visa]))).toEqual([
      {
        value: DATASET,
        source: 'https://committee.example.org',
        by: 'dac',
        issuer: committee.issuer,
        subject: 'asker',
        jti: 'committee-visa',
        broker: broker.issuer,
        asserted: new Date(NOW.getTime() - 1_000_000),
        until: new Date(NOW.getTime() + 3_600_000),
      },
    ]);
    expect(await granted(visa)).toMatchObject([{ broker: undefined }]);
  });
  it('to the letter, and for the resource it names alone (Passport 1.2, "URL Claims")', async () => {
    const reading = await read(await committee.visa(GRANT));
    expect(visaGrants(reading, [`${DATASET}/`], NOW)).toEqual([]);
    expect(visaGrants(reading, [DATASET.toUpperCase()], NOW)).toEqual([]);
    expect(visaGrants(reading, ['https://elsewhere.example/1', DATASET], NOW)).toHaveLength(1);
    expect(visaGrants(reading, [DATASET], new Date(NOW.getTime() + 3_600_000))).toEqual([]);
  });
  it('until its passport ends, where that is sooner', async () => {
    const soon = seconds(NOW) + 60;
    expect(await granted(await broker.passport([await committee.visa(GRANT)], { exp: soon }))).toMatchObject([{ until: new Date(soon * 1_000) }]);
  });
  it('an access token as a visa for an hour, as its issuer is not asked again (AAI profile, Conformance for Passport Clearinghouses, 5.2)', async () => {
    const token = (age: number) =>
      committee.sign(
        {
          iss: committee.issuer,
          sub: 'a',
          scope: 'openid ga4gh',
          iat: seconds(NOW) - age,
          exp: seconds(NOW) + 9_000,
          ga4gh_visa_v1: { ...GRANT, asserted: 1, source: 'https://x.org', by: 'so' },
        },
        { typ: 'at+jwt' },
      );
    expect(await granted(await token(600))).toMatchObject([{ until: new Date(NOW.getTime() + 3_000_000) }]);
    expect(await codes(await token(3_700))).toEqual(['too-old']);
  });
  it('keys from a file the operator was given, whatever the token says of their place', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'biotope-passport-'));
    const file = join(folder, 'keys.json');
    writeFileSync(file, JSON.stringify({ keys: [committee.publicJwk] }));
    const before = committee.connections();
    checking = trusting(committee.trusted({ jwks: file }));
    expect(await granted(await committee.visa(GRANT))).toHaveLength(1);
    expect(committee.connections()).toBe(before);
    rmSync(folder, { recursive: true });
  });
});

describe('conditions in a whole passport', () => {
  const affiliation = (value: string, claims: object = {}) => committee.visa({ type: 'AffiliationAndRole', value, by: 'so' }, { exp: seconds(NOW) + 600, ...claims });
  const conditional = () => committee.visa({ ...GRANT, conditions: [[{ type: 'AffiliationAndRole', value: 'pattern:faculty@*', by: 'const:so' }]] });

  it('met by another visa of the same person: until the sooner of both ends', async () => {
    expect(await granted(await broker.passport([await conditional(), await affiliation('faculty@example.org')]))).toMatchObject([{ until: new Date(NOW.getTime() + 600_000) }]);
    expect(await codes(await broker.passport([await conditional(), await affiliation('student@example.org')]))).toEqual(['conditions']);
    expect(await codes(await conditional())).toEqual(['conditions']);
  });
  it('not by an expired visa, nor one of an issuer that is not trusted', async () => {
    expect(await codes(await broker.passport([await conditional(), await affiliation('faculty@example.org', { exp: seconds(NOW) - 1 })]))).toEqual(['expired', 'conditions']);
    const strange = await stranger.visa({ type: 'AffiliationAndRole', value: 'faculty@example.org', by: 'so' });
    expect(await codes(await broker.passport([await conditional(), strange]))).toEqual(['untrusted-issuer', 'conditions']);
  });
  it('not by the visa of somebody else, unless a trusted issuer says they are one person ("General Requirements", 8.4)', async () => {
    const other = await affiliation('faculty@example.org', { sub: 'somebody' });
    expect(await codes(await broker.passport([await conditional(), other]))).toEqual(['conditions']);
    const link = { type: 'LinkedIdentities', value: ['asker', 'somebody'].map((sub) => `${sub},${encodeURIComponent(committee.issuer)}`).join(';'), by: 'system' };
    expect(await granted(await broker.passport([await conditional(), other, await broker.visa(link)]))).toHaveLength(1);
    expect(await codes(await broker.passport([await conditional(), other, await stranger.visa(link)]))).toEqual(['untrusted-issuer', 'conditions']);
  });
});

describe('no request to an address an outsider chose', () => {
  it('an unknown issuer is not asked for its keys, as a visa, a passport or inside one', async () => {
    const before = stranger.connections();
    const visa = await stranger.visa(GRANT);
    expect(await codes(visa)).toEqual(['untrusted-issuer']);
    expect(await codes(await stranger.passport([visa]))).toEqual(['untrusted-issuer']);
    expect(await codes(await broker.passport([visa]))).toEqual(['untrusted-issuer']);
    expect(stranger.connections()).toBe(before);
  });
  it('a trusted issuer’s name with another jku leads nowhere', async () => {
    const before = stranger.connections();
    const forged = await stranger.visa(GRANT, { iss: committee.issuer }, { jku: stranger.jwks });
    expect(await codes(forged)).toEqual(['unexpected-jku']);
    checking = trusting(committee.trusted({ jku: ['https://other.example.org/keys'] }));
    expect(await codes(forged)).toEqual(['unexpected-jku']);
    expect(await granted(await committee.visa(GRANT, {}, { jku: 'https://other.example.org/keys' }))).toHaveLength(1);
    expect(stranger.connections()).toBe(before);
  });
  it('keys inside the token are not looked at', async () => {
    expect(await codes(await stranger.visa(GRANT, { iss: committee.issuer }, { jku: committee.jwks, kid: committee.kid, jwk: stranger.publicJwk }))).toEqual(['signature']);
    expect(await codes(await stranger.visa(GRANT, { iss: committee.issuer }, { jku: committee.jwks, x5u: stranger.jwks }))).toEqual(['unknown-key']);
  });
  it.each(['another host', 'another path'])('a configured address that leads to %s is not followed', async (where) => {
    const asked: string[] = [];
    const leading = createServer((request, reply) => {
      asked.push(request.url ?? '');
      if (request.url === '/keys') reply.writeHead(302, { location: where === 'another host' ? stranger.jwks : '/others' }).end();
      else reply.end(JSON.stringify({ keys: [committee.publicJwk] }));
    });
    await new Promise<void>((ready) => leading.listen(0, '127.0.0.1', ready));
    const address = `http://127.0.0.1:${(leading.address() as AddressInfo).port}/keys`;
    checking = trusting(committee.trusted({ jwks: address }));
    const before = stranger.connections();
    expect(await codes(await committee.visa(GRANT, {}, { jku: address }))).toEqual(['keys-unavailable']);
    expect(asked).toEqual(['/keys']);
    expect(stranger.connections()).toBe(before);
    leading.close();
  });
});

describe('keys are kept within bounds', () => {
  it('asked for once, and not again for every unknown name', async () => {
    const before = committee.connections();
    await Promise.all(Array.from({ length: 20 }, async () => granted(await committee.visa(GRANT))));
    for (const kid of ['one', 'two', 'three']) expect(await codes(await committee.visa(GRANT, {}, { kid }))).toEqual(['unknown-key']);
    expect(committee.connections()).toBe(before + 1);
  });
  it('a new key is found after a minute, a withdrawn one is gone after ten', async () => {
    const at = (minutes: number) => (checking = { ...checking, now: new Date(NOW.getTime() + minutes * 60_000) });
    expect(await granted(await committee.visa(GRANT))).toHaveLength(1);
    committee.publish([{ ...committee.publicJwk, kid: 'next' }]);
    const renamed = await committee.visa(GRANT, {}, { kid: 'next' });
    expect(await codes(renamed)).toEqual(['unknown-key']);
    at(2);
    expect(await codes(renamed)).toEqual([]);
    at(3);
    expect(await codes(await committee.visa(GRANT))).toEqual(['unknown-key']);
    committee.publish([committee.publicJwk]);
  });
  it('an issuer out of reach: what is known counts for an hour, then nothing', async () => {
    const gone = await openIssuer('gone');
    checking = trusting(gone.trusted());
    const visa = await gone.visa(GRANT, { exp: seconds(NOW) + 90_000 });
    expect(await codes(visa)).toEqual([]);
    await gone.close();
    checking = { ...checking, now: new Date(NOW.getTime() + 30 * 60_000) };
    expect(await codes(visa)).toEqual([]);
    checking = { ...checking, now: new Date(NOW.getTime() + 61 * 60_000) };
    expect(await codes(visa)).toEqual(['keys-unavailable']);
  });
});

describe('what is refused', () => {
  it.each([
    ['expired, to the second', { exp: seconds(NOW) }, 'expired'],
    ['not valid yet', { nbf: seconds(NOW) + 120 }, 'not-yet-valid'],
    ['issued in the future', { iat: seconds(NOW) + 120 }, 'not-yet-valid'],
    ['made for another service', { aud: 'https://other.example.org' }, 'audience'],
    ['made for other services', { aud: ['a', 'b'] }, 'audience'],
    ['without an end', { exp: undefined }, 'claims'],
    ['with an end that is no number', { exp: '9999999999' }, 'claims'],
    ['without a subject', { sub: undefined }, 'claims'],
    ['with a subject that is no text', { sub: { $ne: '' } }, 'claims'],
    ['with an issuer that is no text', { iss: ['a'] }, 'untrusted-issuer'],
    ['with both claims', { ga4gh_passport_v1: [] }, 'wrong-type'],
    ['with a scope of an access token and a jku', { scope: 'openid' }, 'claims'],
  ])('a visa %s', async (_what, claims, code) => {
    expect(await codes(await committee.visa(GRANT, claims))).toEqual([code]);
    expect(await granted(await committee.visa(GRANT, claims))).toEqual([]);
  });

  it.each([
    ['an unknown type', { type: 'https://example.org/visas/own', value: 'x' }, 'unsupported-type'],
    ['a value that is no URL', { value: 'dataset 1' }, 'claims'],
    ['a value longer than a URL may be', { value: `https://x.org/${'a'.repeat(255)}` }, 'claims'],
    ['a value that is no text', { value: [DATASET] }, 'claims'],
    ['no source', { source: undefined }, 'claims'],
    ['no authority', { by: undefined }, 'claims'],
    ['the word of the person', { by: 'self' }, 'authority'],
    ['an authority of its own making', { by: 'DAC' }, 'authority'],
    ['a claim to come', { asserted: seconds(NOW) + 999 }, 'not-yet-valid'],
    ['conditions nobody can read', { conditions: 'none' }, 'conditions'],
    ['conditions that ask for nothing', { conditions: [[]] }, 'conditions'],
  ])('a grant with %s', async (_what, object, code) => expect(await codes(await committee.visa({ ...GRANT, ...object } as never))).toEqual([code]));

  it('a source or an authority the operator did not name', async () => {
    checking = trusting(committee.trusted({ sources: ['https://other.example.org'] }));
    expect(await codes(await committee.visa(GRANT))).toEqual(['untrusted-source']);
    checking = trusting(committee.trusted({ by: ['so'] }));
    expect(await codes(await committee.visa(GRANT))).toEqual(['authority']);
  });

  it('an audience that is this node, or what its issuer calls it, counts', async () => {
    expect(await granted(await committee.visa(GRANT, { aud: ['other', NODE] }))).toHaveLength(1);
    checking = trusting(committee.trusted({ audience: ['client-7'] }));
    expect(await granted(await committee.visa(GRANT, { aud: 'client-7' }))).toHaveLength(1);
  });

  const claims = () => ({
    iss: committee.issuer,
    sub: 'asker',
    iat: seconds(NOW),
    exp: seconds(NOW) + 600,
    ga4gh_visa_v1: { ...GRANT, asserted: 1, source: 'https://x.org', by: 'dac' },
  });
  const header = (alg: string) => ({ alg, typ: 'vnd.ga4gh.visa+jwt', kid: committee.kid, jku: committee.jwks });

  it('no signature at all (alg "none", in any spelling)', async () => {
    const [, body] = new UnsecuredJWT(claims()).encode().split('.');
    for (const alg of ['none', 'None', 'NONE', '']) {
      const head = Buffer.from(JSON.stringify(header(alg))).toString('base64url');
      expect(await codes(`${head}.${body}.`)).toEqual(['algorithm']);
    }
  });
  it('the public key taken for a shared secret (key confusion)', async () => {
    const secrets = [JSON.stringify(committee.publicJwk), await exportSPKI((await importJWK(committee.publicJwk as JWK, 'ES256')) as CryptoKey), String(committee.publicJwk.x)];
    for (const secret of secrets) {
      expect(await codes(await new SignJWT(claims()).setProtectedHeader(header('HS256')).sign(new TextEncoder().encode(secret.padEnd(32, '='))))).toEqual(['algorithm']);
    }
  });
  it('a shared secret among the published keys', async () => {
    const secret = new TextEncoder().encode('a shared secret of thirty-two bytes');
    committee.publish([committee.publicJwk, { kty: 'oct', kid: 'shared', k: Buffer.from(secret).toString('base64url'), alg: 'HS256' }]);
    expect(await codes(await new SignJWT(claims()).setProtectedHeader({ ...header('HS256'), kid: 'shared' }).sign(secret))).toEqual(['algorithm']);
    expect(await codes(await committee.visa(GRANT, {}, { kid: 'shared' }))).toEqual(['unknown-key']);
    committee.publish([committee.publicJwk]);
  });
  it('the key of one trusted issuer under the name of another', async () => {
    expect(await codes(await broker.visa(GRANT, { iss: committee.issuer }, { jku: committee.jwks }))).toEqual(['unknown-key']);
    expect(await codes(await stranger.visa(GRANT, { iss: committee.issuer }, { jku: committee.jwks, kid: committee.kid }))).toEqual(['signature']);
  });
  it('a weak key', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1_024 });
    broker.publish([{ ...(publicKey.export({ format: 'jwk' }) as JWK), kid: 'weak', alg: 'RS256' }]);
    const parts = [
      { ...header('RS256'), kid: 'weak', jku: broker.jwks },
      { ...claims(), iss: broker.issuer },
    ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
    expect(await codes(`${parts.join('.')}.${createSign('sha256').update(parts.join('.')).sign(privateKey, 'base64url')}`)).toEqual(['signature']);
    broker.publish([broker.publicJwk]);
  });
  it('any letter changed', async () => {
    const visa = await committee.visa(GRANT);
    const [head, body, signature] = visa.split('.') as [string, string, string];
    const other = Buffer.from(JSON.stringify({ ...claims(), sub: 'other' })).toString('base64url');
    expect(await codes([head, other, signature].join('.'))).toEqual(['signature']);
    expect(await codes([head, body, `${signature.slice(0, 20)}${signature[20] === 'A' ? 'B' : 'A'}${signature.slice(21)}`].join('.'))).toEqual(['signature']);
    expect(await codes(`${head}.${body}.`)).toEqual(['signature']);
  });
  it('types that do not fit', async () => {
    for (const typ of ['vnd.ga4gh.passport+jwt', 'dpop+jwt', 'secevent+jwt', '']) expect(await codes(await committee.visa(GRANT, {}, { typ }))).toEqual(['wrong-type']);
    for (const typ of ['JWT', undefined, 'application/vnd.ga4gh.visa+jwt']) expect(await codes(await committee.visa(GRANT, {}, { typ }))).toEqual([]);
    expect(await codes(await broker.passport([], {}, { typ: 'JWT' }))).toEqual(['wrong-type']);
    expect(await codes(await broker.sign({ iss: broker.issuer, sub: 'x', scope: 'openid ga4gh_passport_v1' }, { typ: 'at+jwt' }))).toEqual(['wrong-type']);
  });
  it('extensions that must be understood and are not', async () => {
    const payload = new TextEncoder().encode(JSON.stringify(claims()));
    const token = await new CompactSign(payload).setProtectedHeader({ ...header('ES256'), crit: ['b64'], b64: true }).sign(committee.privateKey);
    expect(await codes(token)).toEqual(['malformed']);
  });
  it('junk of every shape', async () => {
    const junk = [
      '',
      '.',
      '..',
      'a.b.c',
      '....',
      'eyJhbGciOiJub25lIn0',
      'null',
      '{"a":1}',
      '../../etc/passwd',
      'eyJhbGciOiJFUzI1NiJ9.bm90IGpzb24.AAAA',
      'eyJhbGciOiJFUzI1NiJ9.W10.AAAA',
      '\0\0.\0.\0',
    ];
    for (const token of junk) expect(await codes(token)).toEqual(['malformed']);
    const reading = await read('a.b.c');
    expect(reading.refusals[0]).toMatchObject({ reason: { en: expect.stringMatching(/\w/), zh: expect.stringMatching(/[\u4e00-\u9fff]/) } });
  });
});

describe('nested junk and too much', () => {
  it('a passport in a passport, and other things that are no visa', async () => {
    const visa = await committee.visa(GRANT);
    const inner = await broker.passport([visa]);
    expect(await codes(await broker.passport([inner, visa]))).toEqual(['wrong-type']);
    for (const inside of [[{ visa }], [[visa]], [null], visa, { 0: visa }, [7]]) {
      expect(await codes(await broker.passport(inside))).toEqual(['claims']);
      expect(await granted(await broker.passport(inside), visa)).toEqual([]);
    }
    expect(await granted(await broker.passport(['junk', visa]))).toHaveLength(1);
  });
  it('a passport that fails its checks takes all that was shown along (Passport 1.2, "General Requirements", 8.1); one nobody trusts does not', async () => {
    const visa = await committee.visa(GRANT);
    expect(await granted(visa, await broker.passport([], { exp: seconds(NOW) - 1 }))).toEqual([]);
    expect(await granted(visa, 'junk')).toEqual([]);
    expect(await granted(visa, await stranger.passport([]))).toHaveLength(1);
    expect(await granted(visa, await committee.visa({ ...GRANT, by: 'self' }))).toHaveLength(1);
  });
  it('a token over 256 kB, more than 1 MB in all, more than 100 visas: unread', async () => {
    const padded = (size: number) => committee.visa(GRANT, { padding: 'x'.repeat(size) });
    expect(await codes(await padded(100_000))).toEqual([]);
    expect(await codes(await padded(200_000))).toEqual(['too-large']);
    expect(await codes(await broker.passport([], { padding: 'x'.repeat(1_100_000) }))).toEqual(['too-much']);
    const large = await padded(150_000);
    expect(await codes(...Array.from({ length: 6 }, () => large))).toEqual(['too-much']);
    const small = await committee.visa(GRANT);
    expect(await codes(...Array.from({ length: 101 }, () => small))).toEqual(['too-many']);
    expect(await codes(await broker.passport(Array.from({ length: 101 }, () => small)))).toEqual(['too-many']);
    expect(await granted(await broker.passport(Array.from({ length: 100 }, () => small)))).toHaveLength(1);
    expect(await codes(await broker.passport(Array.from({ length: 60 }, () => small)), await broker.passport(Array.from({ length: 60 }, () => small)))).toEqual(['too-many']);
  });
});
