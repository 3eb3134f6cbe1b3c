import { useLocation } from 'react-router';
import { useWords } from '../language/use-words.tsx';

/** The document's title, and its address in each language for search engines. React puts both in the head. */
export function PageTitle({ children }: { children: string }) {
  const { t } = useWords();
  const { pathname, search } = useLocation();
  const at = (language: string) => {
    const address = new URLSearchParams(search);
    address.set('lang', language);
    return `${pathname}?${address}`;
  };
  return (
    <>
      <title>{`${children} – ${t.site}`}</title>
      <link rel="alternate" hrefLang="en" href={at('en')} />
      <link rel="alternate" hrefLang="zh-Hans" href={at('zh')} />
    </>
  );
}
