import { expect, it } from 'vitest';
import { flawOfPassword } from './password.ts';
import { hashPassword, isPassword } from './scrypt.ts';

it.each(['quiet otters count slowly', '安静的水獭慢慢数着天上的星星', 'xq7Kd0pLm2vRtZ', 'my-administrator-sings-well', '  leading and trailing  '])('%j will do', (password) =>
  expect(flawOfPassword(password, 'asker')).toBeUndefined(),
);

it.each([
  ['short one', 'short'],
  ['安静的水獭', 'short'],
  ['x y'.repeat(100), 'long'],
  ['aaaaaaaaaaaaaaaa', 'common'],
  ['abababababababab', 'common'],
  ['1234567890123', 'common'],
  ['Password1234!', 'common'],
  ['qwertyuiop123', 'common'],
  ['BiotopeAdmin2026', 'common'],
  ['reviewer-one-22', 'login'],
] as const)('%j will not do: %s', (password, flaw) => expect(flawOfPassword(password, 'reviewer-one')).toBe(flaw));

it('what is kept tells the right password from others, and two of the same look different', async () => {
  const [one, other] = await Promise.all([hashPassword('quiet otters'), hashPassword('quiet otters')]);
  expect(one).toMatch(/^scrypt\$32768\$8\$3\$/);
  expect(one).not.toBe(other);
  expect(await isPassword('quiet otters', one as string)).toBe(true);
  expect(await isPassword('quiet otter', one as string)).toBe(false);
  expect(await isPassword('quiet otters', 'plain')).toBe(false);
});
