import { Link } from 'react-router';
import { useWords } from '../language/use-words.tsx';
import { useKeeper } from './use-keeper.ts';

export function SiteFoot() {
  const { t } = useWords();
  const keeper = useKeeper();
  return (
    <footer className="site-foot">
      <div>
        <p>{t.footer}</p>
        <Link to="/about">{t.nav.about}</Link>
        <Link to="/path">{t.path.title}</Link>
        <a href="/reference">{t.nav.api}</a>
        {keeper ? (
          <form method="post" action="/sign-out">
            <button type="submit" className="link-button">
              {t.curation.signIn.out}
            </button>
          </form>
        ) : (
          <Link to="/sign-in">{t.curation.signIn.title}</Link>
        )}
      </div>
    </footer>
  );
}
