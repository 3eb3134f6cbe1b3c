import { Link } from 'react-router';
import { useWords } from '../../../language/use-words.tsx';
import { RevisionTable } from '../../revisions/revision-table.tsx';
import type { Section } from './section.ts';

const SHOWN = 5;

export const history: Section = {
  id: 'history',
  title: (t) => t.resource.history,
  fields: [],
  shown: ({ revisions }) => revisions.length > 0,
  Body({ page: { resource, revisions } }) {
    const { t } = useWords();
    return (
      <div className="stack">
        <RevisionTable id={resource.id} revisions={revisions.slice(0, SHOWN)} />
        <p>
          <Link to={`/r/${resource.id}/revisions`}>
            {t.resource.allRevisions} ({revisions.length})
          </Link>
        </p>
      </div>
    );
  },
};
