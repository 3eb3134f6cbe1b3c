import type { MouseEvent } from 'react';
import { useLocation, useNavigate, useRevalidator } from 'react-router';
import { choiceCookie } from '../language/choose-language.ts';
import { useWords } from '../language/use-words.tsx';

/** The same page at the same place in the other language. Without scripts a link that names the language. */
export function LanguageSwitch() {
  const { language, t } = useWords();
  const other = language === 'en' ? 'zh' : 'en';
  const { pathname, search, hash } = useLocation();
  const navigate = useNavigate();
  const revalidator = useRevalidator();

  const here = new URLSearchParams(search);
  here.set('lang', other);

  const change = (event: MouseEvent) => {
    event.preventDefault();
    document.cookie = choiceCookie('lang', other);
    const plain = new URLSearchParams(search);
    if (!plain.has('lang')) return void revalidator.revalidate();
    plain.delete('lang');
    void navigate({ pathname, search: plain.toString(), hash }, { replace: true, preventScrollReset: true });
  };

  return (
    <a className="button bare" href={`${pathname}?${here}`} hrefLang={other} lang={other === 'zh' ? 'zh-Hans' : 'en'} onClick={change}>
      {t.otherLanguage}
    </a>
  );
}
