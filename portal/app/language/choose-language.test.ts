import { describe, expect, it } from 'vitest';
import { choiceCookies, chooseLanguage, chooseTheme } from './choose-language.ts';

const asked = (path: string, headers: Record<string, string> = {}) => new Request(`http://node.example${path}`, { headers });

describe('the language of a page', () => {
  it.each([
    ['/?lang=zh', { cookie: 'lang=en', 'accept-language': 'en' }, 'zh'],
    ['/', { cookie: 'theme=dark; lang=zh', 'accept-language': 'en' }, 'zh'],
    ['/', { 'accept-language': 'fr, zh-TW;q=0.8, en;q=0.5' }, 'zh'],
    ['/', { 'accept-language': 'en-US,en;q=0.9,zh;q=0.8' }, 'en'],
    ['/', { 'accept-language': 'fr' }, 'en'],
    ['/?lang=tlh', { cookie: 'lang=nonsense' }, 'en'],
    ['/', {}, 'en'],
  ])('%s with %o is %s', (path, headers, language) => expect(chooseLanguage(asked(path, headers as Record<string, string>))).toBe(language));

  it('keeps a choice made in the address, and nothing else', () => {
    expect(choiceCookies(asked('/?lang=zh&theme=dark')).map((it) => it.split(';')[0])).toEqual(['lang=zh', 'theme=dark']);
    expect(choiceCookies(asked('/?lang=zh%3BDomain%3Devil.example'))).toEqual([]);
    expect(chooseTheme(asked('/', { cookie: 'theme="><script>' }))).toBe('auto');
  });
});
