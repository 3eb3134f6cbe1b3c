import { Link, NavLink, useLocation } from 'react-router';
import { useWords } from '../language/use-words.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { SearchBox } from './search-box.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import { useKeeper } from './use-keeper.ts';
import { useVisitor } from './use-visitor.ts';

/** The mark: a cell with its neighbours. */
const Mark = () => (
  <svg width="22" height="22" viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.6">
    <circle cx="12" cy="13" r="4.2" fill="currentColor" stroke="none" />
    <path d="M12 8.8V4.4M8.4 15.1l-3.8 2.3M15.6 15.1l3.8 2.3" />
    <circle cx="12" cy="3" r="1.7" />
    <circle cx="3.2" cy="18.2" r="1.7" />
    <circle cx="20.8" cy="18.2" r="1.7" />
  </svg>
);

export function SiteHead() {
  const { t, format } = useWords();
  const keeper = useKeeper();
  const visitor = useVisitor();
  const { pathname } = useLocation();
  /** These pages carry the search box themselves. */
  const ownSearch = pathname === '/' || pathname === '/search';
  return (
    <header className="site-head">
      <div>
        <Link className="brand" to="/">
          <Mark />
          {t.site}
        </Link>
        <nav aria-label={t.mainNavigation}>
          <ul>
            {(['search', 'ecosystem', 'sources', 'harvests', 'about'] as const).map((name) => (
              <li key={name}>
                <NavLink to={`/${name}`}>{t.nav[name]}</NavLink>
              </li>
            ))}
            {visitor?.kind === 'person' && (
              <li>
                <NavLink to="/requests">{t.requests.title}</NavLink>
              </li>
            )}
            {keeper && (
              <li>
                <NavLink to="/curation">
                  {t.curation.queue.title}{' '}
                  <span className="count">
                    {format.number(keeper.open)}
                    <span className="visually-hidden">{t.curation.queue.open(keeper.open).replace(/^\S+/, '')}</span>
                  </span>
                </NavLink>
              </li>
            )}
          </ul>
        </nav>
        {!ownSearch && (
          <div className="head-search">
            <SearchBox id="head-search" />
          </div>
        )}
        <div className="choices">
          {visitor ? (
            <Link className="who" to="/account" title={`${t.account.you} ${visitor.kind === 'person' ? visitor.name : t.account.byKey}`}>
              <span className="visually-hidden">{t.account.you} </span>
              {visitor.kind === 'person' ? visitor.name : t.account.byKey}
            </Link>
          ) : (
            <Link className="who" to="/sign-in">
              {t.account.signIn.title}
            </Link>
          )}
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </div>
    </header>
  );
}
