import { Link } from 'react-router';
import { useWords } from '../language/use-words.tsx';

export function SiteFoot() {
  const { t } = useWords();
  return (
    <footer className="site-foot">
      <div>
        <p>{t.footer}</p>
        <Link to="/about">{t.nav.about}</Link>
        <Link to="/path">{t.path.title}</Link>
        <a href="/reference">{t.nav.api}</a>
      </div>
    </footer>
  );
}
