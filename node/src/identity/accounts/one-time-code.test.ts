import { Secret } from 'otpauth';
import { expect, it } from 'vitest';
import { addressOfSecret, newRecoveryCodes, newSharedSecret, periodOfCode, plainCode, sharedSecretSeal } from './one-time-code.ts';

/** RFC 6238, appendix B: the shared secret of its SHA-1 rows, and the last six digits of the codes there. */
const RFC = Secret.fromLatin1('12345678901234567890').base32;
it.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('takes the code of RFC 6238 at %i s', (seconds, code) => {
  expect(periodOfCode(RFC, code, new Date(seconds * 1_000))).toBe(Math.floor(seconds / 30));
});

it('takes a code one period early or late, and says which period it is of', () => {
  const of = Math.floor(1_111_111_109 / 30);
  for (const shift of [-1, 1]) expect(periodOfCode(RFC, '081804', new Date((1_111_111_109 + shift * 30) * 1_000))).toBe(of);
  for (const shift of [-3, 3]) expect(periodOfCode(RFC, '081804', new Date((1_111_111_109 + shift * 30) * 1_000))).toBeUndefined();
});

it.each(['', '28708', '2870821', 'abcdef', '２８７０８２', ' 287082'])('takes no "%s"', (code) => {
  expect(periodOfCode(RFC, code, new Date(59_000))).toBeUndefined();
});

it('hands the secret to an app by an address that names the node and the login', () => {
  const address = new URL(addressOfSecret(RFC, { issuer: 'A node: 生境', login: 'someone' }));
  expect(address.protocol).toBe('otpauth:');
  expect(address.searchParams.get('secret')).toBe(RFC);
  expect(decodeURIComponent(address.pathname)).toContain('someone');
});

it('makes secrets and recovery codes nobody can guess, readable from paper', () => {
  expect(newSharedSecret()).toMatch(/^[A-Z2-7]{32}$/);
  const codes = newRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^([a-z2-9]{5}-){2}[a-z2-9]{5}$/);
  expect(plainCode(' ABCDE-fghjk 23456 ')).toBe('abcdefghjk23456');
});

it('seals a secret so that only this folder’s key opens it, unaltered', () => {
  const { seal, open } = sharedSecretSeal('the folder’s key');
  const sealed = seal(RFC);
  expect(sealed).not.toContain(RFC);
  expect(open(sealed)).toBe(RFC);
  expect(() => sharedSecretSeal('another key').open(sealed)).toThrow(/authenticate/);
  const altered = Buffer.from(sealed, 'base64url');
  altered[14]! ^= 1;
  expect(() => open(altered.toString('base64url'))).toThrow(/authenticate/);
});
