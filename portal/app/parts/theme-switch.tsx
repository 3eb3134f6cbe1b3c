import type { MouseEvent } from 'react';
import { useLocation, useRevalidator, useRouteLoaderData } from 'react-router';
import { choiceCookie, THEMES, type Theme } from '../language/choose-language.ts';
import { useWords } from '../language/use-words.tsx';
import { IconAuto, IconMoon, IconSun } from '../look/icons.ts';
import type { loader } from '../root.tsx';

const ICONS: Record<Theme, typeof IconSun> = { auto: IconAuto, light: IconSun, dark: IconMoon };

/** As the system, light, dark, in turn; kept in a cookie so that the server draws the right one at once. */
export function ThemeSwitch() {
  const { t } = useWords();
  const theme = useRouteLoaderData<typeof loader>('root')?.theme ?? 'auto';
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'auto';
  const { pathname, search } = useLocation();
  const revalidator = useRevalidator();
  const here = new URLSearchParams(search);
  here.set('theme', next);
  const Icon = ICONS[theme];

  const change = (event: MouseEvent) => {
    if (here.size > new URLSearchParams(search).size) event.preventDefault();
    else return;
    document.cookie = choiceCookie('theme', next);
    void revalidator.revalidate();
  };

  return (
    <a className="button bare" href={`${pathname}?${here}`} aria-label={t.theme[theme]} title={t.theme[theme]} onClick={change}>
      <Icon size={18} stroke={1.7} aria-hidden />
    </a>
  );
}
