import { Link } from 'react-router';
import type { Category, Kind, LanguageMap } from '../api/contract.ts';
import { Said, useWords } from '../language/use-words.tsx';
import { CategoryIcon } from './kind-mark.tsx';

/** A resource in a running list: icon, title, kind. */
export function ResourceLink({ resource }: { resource: { id: string; category: Category; kind: Kind; title: LanguageMap } }) {
  const { t } = useWords();
  return (
    <>
      <CategoryIcon category={resource.category} />{' '}
      <Link to={`/r/${resource.id}`}>
        <Said of={resource.title} />
      </Link>{' '}
      <span className="quiet small">{t.kinds[resource.kind]}</span>
    </>
  );
}
