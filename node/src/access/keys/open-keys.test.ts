import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { openKeys, type SigningKeys } from './index.ts';

const root = mkdtempSync(join(tmpdir(), 'biotope-keys-'));
afterAll(() => rmSync(root, { recursive: true }));

let folder: string;
let keys: SigningKeys;
beforeEach(async () => {
  folder = mkdtempSync(join(root, 'data-'));
  keys = await openKeys(folder);
});

const START = new Date('2026-01-01T00:00:00Z');
const days = (count: number) => new Date(START.getTime() + count * 86_400_000);
const HOUR = 3_600_000;
const visaAt = (now: Date) =>
  keys.sign('visa', { sub: 'asker' }, { typ: 'vnd.ga4gh.visa+jwt', now, expires: new Date(now.getTime() + HOUR), jku: 'https://node.example.org/.well-known/jwks.json' });
const kidsAt = async (now: Date) => (await keys.published(now)).keys.map(({ kid }) => kid);

it('signs visas by ES256 and certificates by Ed25519, checked with nothing but the published keys', async () => {
  const visa = await visaAt(START);
  const certificate = await keys.sign('certificate', { resource: 'r' }, { typ: 'biotope-certificate+jwt', now: START, expires: days(365) });
  const published = await keys.published(START);
  expect(published.keys.map(({ kty, crv, alg }) => ({ kty, crv, alg }))).toEqual(
    expect.arrayContaining([
      { kty: 'EC', crv: 'P-256', alg: 'ES256' },
      { kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA' },
    ]),
  );
  expect(JSON.stringify(published)).not.toContain('"d"');
  const set = createLocalJWKSet(published);
  expect((await jwtVerify(visa, set, { currentDate: START })).protectedHeader).toMatchObject({
    alg: 'ES256',
    typ: 'vnd.ga4gh.visa+jwt',
    jku: 'https://node.example.org/.well-known/jwks.json',
  });
  expect((await jwtVerify(certificate, set, { currentDate: START })).payload).toEqual({ resource: 'r' });
  expect(await keys.verify('certificate', certificate, { typ: 'biotope-certificate+jwt', now: START })).toEqual({ resource: 'r' });
  // A token of one use is none of another.
  expect(await keys.verify('visa', certificate, { typ: 'biotope-certificate+jwt', now: START })).toBeUndefined();
  expect(await keys.verify('certificate', certificate, { typ: 'other+jwt', now: START })).toBeUndefined();
  expect(await keys.verify('visa', `${visa.slice(0, -4)}AAAA`, { typ: 'vnd.ga4gh.visa+jwt', now: START })).toBeUndefined();
});

it('are read by the folder’s owner alone, and are the same after a restart', async () => {
  const kid = decodeProtectedHeader(await visaAt(START)).kid;
  const inside = join(folder, 'keys');
  expect(statSync(inside).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(inside)) expect(statSync(join(inside, name)).mode & 0o777).toBe(0o600);
  keys = await openKeys(folder);
  expect(decodeProtectedHeader(await visaAt(START)).kid).toBe(kid);
});

it('take turns: the next is published a day before it signs, the last until what it signed has expired', async () => {
  const first = decodeProtectedHeader(await visaAt(START)).kid;
  expect(await kidsAt(days(88))).toContain(first);
  const announced = (await kidsAt(days(89.5))).filter((kid) => kid !== first);
  expect(decodeProtectedHeader(await visaAt(days(89.9))).kid).toBe(first);
  // A visa of the first key, signed shortly before the change.
  const last = await visaAt(days(90.49));
  expect(decodeProtectedHeader(last).kid).toBe(first);
  const second = decodeProtectedHeader(await visaAt(days(90.51))).kid;
  expect(announced).toContain(second);
  expect(await kidsAt(days(90.52))).toContain(first);
  // The first will sign no more: its private part is gone.
  expect(readFileSync(join(folder, 'keys', `${first}.json`), 'utf8')).not.toContain('privateKey');
  expect(await kidsAt(days(91))).not.toContain(first);
});

it('a certificate’s key stays published for as long as the certificate holds', async () => {
  await keys.published(START);
  const certificate = await keys.sign('certificate', {}, { typ: 'c+jwt', now: days(360), expires: days(720) });
  await keys.published(days(364.5));
  const { kid } = decodeProtectedHeader(certificate);
  expect(await kidsAt(days(500))).toContain(kid);
  expect(await keys.verify('certificate', certificate, { typ: 'c+jwt', now: days(719) })).toEqual({});
  expect(await kidsAt(days(721))).not.toContain(kid);
});

it('a key that became known is withdrawn at once, with all it signed', async () => {
  const visa = await visaAt(START);
  const { kid } = decodeProtectedHeader(visa);
  const next = await keys.rotate('visa', { now: START, compromised: true });
  expect(await kidsAt(START)).not.toContain(kid);
  expect(decodeProtectedHeader(await visaAt(START)).kid).toBe(next);
  expect(await keys.verify('visa', visa, { typ: 'vnd.ga4gh.visa+jwt', now: START })).toBeUndefined();
  expect(readFileSync(join(folder, 'keys', `${kid}.json`), 'utf8')).not.toContain('privateKey');
});

it('a damaged key is named, not passed over', async () => {
  await visaAt(START);
  const [name = ''] = readdirSync(join(folder, 'keys'));
  writeFileSync(join(folder, 'keys', name), '{');
  chmodSync(join(folder, 'keys'), 0o755);
  await expect(openKeys(folder)).rejects.toThrow(name);
});
