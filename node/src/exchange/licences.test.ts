import { expect, test } from 'vitest';
import { licenceOf } from './licences.ts';

test.each([
  ['[Creative Commons BY 4.0](https://creativecommons.org/licenses/by/4.0/)', 'CC-BY-4.0'],
  ['http://creativecommons.org/licenses/by-nc-sa/3.0/', 'CC-BY-NC-SA-3.0'],
  ['CC-BY 4.0', 'CC-BY-4.0'],
  ['CC BY-SA 4.0', 'CC-BY-SA-4.0'],
  ['Creative Commons Attribution 4.0 International (CC BY 4.0)', 'CC-BY-4.0'],
  ['Creative Commons Attribution-ShareAlike 4.0 International License', 'CC-BY-SA-4.0'],
  ['CC0 1.0 Universal', 'CC0-1.0'],
  ['MIT License', 'MIT'],
])('%s is %s', (text, id) => expect(licenceOf(text)?.id).toBe(id));

test.each([
  'CC BY',
  'Creative Commons Attribution 3.0 United States License',
  'Public Domain',
  'There are no restrictions on the use of this data.',
  'Code under [MIT](https://opensource.org/license/mit), data under [CC BY](https://creativecommons.org/licenses/by/4.0/)',
  'All HLSPs are subject to a [CC By 4.0 license](https://creativecommons.org/licenses/by/4.0/), unless stated otherwise.',
])('%s is no certain licence', (text) => expect(licenceOf(text)?.id).toBeUndefined());

test('a text that is none leaves nothing, an address of a page of terms stays an address', () => {
  expect(licenceOf('  ')).toBeUndefined();
  expect(licenceOf('https://www.ucar.edu/terms-of-use/data')).toEqual({ id: undefined, name: undefined, url: 'https://www.ucar.edu/terms-of-use/data' });
});
