import { expect, it } from 'vitest';
import { ownPath } from './own-path.ts';

it.each(['/curation', '/r/3k7m9p2q8s1x/merge?with=abc&q=%E5%BA%8F#decided', '/'])('leads back to %s', (to) => expect(ownPath(to)).toBe(to));

it.each([null, '', 'https://evil.example/', '//evil.example/', '/\\evil.example', '/\t/evil.example', '\\\\evil.example', 'javascript:alert(1)', '/..//evil.example', 'curation'])(
  'does not lead to %j',
  (to) => expect(ownPath(to)).toBe('/curation'),
);
