import { expect, it } from 'vitest';
import { aContent } from '../search/testing/catalogue-of-tests.ts';
import { spamReasons } from './spam.ts';

const farm = Array.from({ length: 12 }, (_, i) => `see https://site${i}.example.com/page`).join(' ');

it.each([
  ['words of two trades', aContent({ en: 'Best online casino' }, { description: { en: 'Poker and slot machines for everybody.' } }), 1, /casino/],
  ['the same in Chinese', aContent({ zh: '博彩平台' }, { description: { zh: '代开发票，联系我们。' } }), 1, /博彩/],
  ['an address behind a shortener', aContent({ en: 'Tool' }, { homepage: 'https://bit.ly/3xYz' }), 1, /bit\.ly/],
  ['a farm of links', aContent({ en: 'Links' }, { description: { en: farm } }), 1, /12 addresses/],
  ['one advertisement under many titles', aContent({ en: 'Offer 7' }, { description: { en: 'Write to us at https://offers.example.com today.' } }), 6, /6 different titles/],
])('%s is suspected, and the reason names what was seen', (_case, content, titles, reason) => {
  expect(spamReasons(content, titles).join('\n')).toMatch(reason);
});

it.each([
  ['a gene called CASINO', aContent({ en: 'Casino kinase atlas' }, { description: { en: 'Targets of the kinase.' } }), 1],
  ['a template of a registry', aContent({ en: 'Workflow 7' }, { description: { en: 'A workflow of Galaxy, published on one of its servers.' } }), 900],
  [
    'a description with a few links',
    aContent({ en: 'Tool' }, { description: { en: 'Aligns reads. See https://a.example.org and https://b.example.org for the manual and the paper.' } }),
    1,
  ],
  ['a study of gambling', aContent({ en: 'Gambling disorder cohort' }, { description: { en: 'Questionnaires of 900 people on betting and mood.' } }), 1],
])('%s is not', (_case, content, titles) => expect(spamReasons(content, titles)).toEqual([]));
