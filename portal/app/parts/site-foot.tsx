import { Link } from 'react-router';
import { useWords } from '../language/use-words.tsx';
import { hasRole } from '../api/visitor.ts';
import { useVisitor } from './use-visitor.ts';

export function SiteFoot() {
  const { t } = useWords();
  const visitor = useVisitor();
  return (
    <footer className="site-foot">
      <div>
        <p>{t.footer}</p>
        <Link to="/about">{t.nav.about}</Link>
        <Link to="/path">{t.path.title}</Link>
        <a href="/reference">{t.nav.api}</a>
        {hasRole(visitor, 'operator', 'steward') && <Link to="/red-lines">{t.stewardship.redLines.title}</Link>}
        {hasRole(visitor, 'operator') && <Link to="/policies">{t.policies.page.title}</Link>}
        {hasRole(visitor, 'operator', 'steward') && <Link to="/ledger">{t.ledger.title}</Link>}
        {hasRole(visitor, 'operator') && <Link to="/people">{t.account.people.title}</Link>}
        {visitor && (
          <form method="post" action="/sign-out">
            <button type="submit" className="link-button">
              {t.curation.signIn.out}
            </button>
          </form>
        )}
      </div>
    </footer>
  );
}
