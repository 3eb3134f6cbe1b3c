import { Link } from 'react-router';
import { query } from '../../../api/load.ts';
import { useWords } from '../../../language/use-words.tsx';
import { TermChips } from '../../../parts/term-chip.tsx';
import type { Section } from './section.ts';

const TERM_FIELDS = ['topics', 'operations', 'reads', 'writes', 'formats'] as const;

export const annotation: Section = {
  id: 'annotation',
  title: (t) => t.resource.annotation,
  fields: [...TERM_FIELDS, 'keywords'],
  shown: ({ resource }) => TERM_FIELDS.some((field) => resource[field].length > 0) || resource.keywords.length > 0,
  Body({ page: { resource } }) {
    const { t } = useWords();
    return (
      <dl className="facts">
        {TERM_FIELDS.filter((field) => resource[field].length > 0).map((field) => (
          <div key={field} className="contents">
            <dt>{t.fields[field]}</dt>
            <dd>
              <TermChips terms={resource[field]} />
            </dd>
          </div>
        ))}
        {resource.keywords.length > 0 && (
          <>
            <dt>{t.fields.keywords}</dt>
            <dd>
              <ul className="chips">
                {resource.keywords.map((word) => (
                  <li key={word}>
                    <Link className="chip" to={`/search${query({ q: `"${word.replaceAll('"', '')}"` })}`}>
                      {word}
                    </Link>
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
      </dl>
    );
  },
};
