import { expect, it } from 'vitest';
import { placeText, sealOf } from './seal.ts';

const seal = sealOf('a secret of the node', 'cursors');

it('opens what it closed, the same after a restart, and tells nothing of it', () => {
  const closed = seal.close('["q",12]');
  expect(sealOf('a secret of the node', 'cursors').open(closed)).toBe('["q",12]');
  expect(closed).toMatch(/^[\w-]+$/);
  expect(Buffer.from(closed, 'base64url').toString('latin1')).not.toContain('12');
  expect(seal.close(placeText(7)).length).toBe(seal.close(placeText(2_000_000_000)).length);
});

it('opens nothing else: of another node, for another purpose, changed, cut, or made up', () => {
  const closed = seal.close('text');
  const others = [sealOf('another secret', 'cursors').close('text'), sealOf('a secret of the node', 'tokens').close('text')];
  const changed = Array.from(closed, (_, at) => `${closed.slice(0, at)}${closed[at] === 'A' ? 'B' : 'A'}${closed.slice(at + 1)}`);
  for (const text of [...others, ...changed, closed.slice(1), `${closed}A`, `${closed}=`, '', 'x', '数据', 'A'.repeat(20_000)]) expect(seal.open(text), text).toBeUndefined();
});
