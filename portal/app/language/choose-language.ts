export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];
export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const YEAR = 31_536_000;

const isLanguage = (value: string | null | undefined): value is Language => LANGUAGES.includes(value as Language);
const isTheme = (value: string | null | undefined): value is Theme => THEMES.includes(value as Theme);

/** `?lang=`, else the cookie, else what the browser prefers, else English. */
export function chooseLanguage(request: Request): Language {
  const asked = new URL(request.url).searchParams.get('lang');
  if (isLanguage(asked)) return asked;
  const kept = cookie(request, 'lang');
  if (isLanguage(kept)) return kept;
  return preferred(request.headers.get('accept-language') ?? '');
}

export function chooseTheme(request: Request): Theme {
  const asked = new URL(request.url).searchParams.get('theme');
  if (isTheme(asked)) return asked;
  const kept = cookie(request, 'theme');
  return isTheme(kept) ? kept : 'auto';
}

/** A choice made in the address is kept, so that the next page needs no mention of it. */
export function choiceCookies(request: Request): string[] {
  const search = new URL(request.url).searchParams;
  const kept: string[] = [];
  if (isLanguage(search.get('lang'))) kept.push(choiceCookie('lang', search.get('lang') ?? ''));
  if (isTheme(search.get('theme'))) kept.push(choiceCookie('theme', search.get('theme') ?? ''));
  return kept;
}

/** Readable by scripts on purpose: the switch in the page sets the same cookie without a request. */
export const choiceCookie = (name: 'lang' | 'theme', value: string) => `${name}=${value}; Path=/; Max-Age=${YEAR}; SameSite=Lax`;

function cookie(request: Request, name: string): string | undefined {
  const header = request.headers.get('cookie') ?? '';
  return header
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}

function preferred(header: string): Language {
  const ranked = header
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = parameters.map((p) => /^\s*q=([\d.]+)/.exec(p)?.[1]).find(Boolean);
      return { language: tag.toLowerCase().split('-')[0], quality: quality ? Number(quality) : 1 };
    })
    .toSorted((a, b) => b.quality - a.quality);
  return ranked.map((r) => r.language).find((l): l is Language => isLanguage(l)) ?? 'en';
}
