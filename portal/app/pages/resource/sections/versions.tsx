import { useWords } from '../../../language/use-words.tsx';
import { Day } from '../../../parts/day.tsx';
import type { Section } from './section.ts';

export const versions: Section = {
  id: 'versions',
  title: (t) => t.resource.versions,
  fields: ['version', 'issued', 'modified'],
  shown: () => true,
  Body({ page: { resource } }) {
    const { t } = useWords();
    const dates = [
      [t.resource.issued, resource.issued],
      [t.resource.modified, resource.modified],
      [t.resource.firstHere, resource.created],
      [t.resource.changedHere, resource.updated],
    ] as const;
    return (
      <dl className="facts">
        {resource.version && (
          <>
            <dt>{t.resource.version}</dt>
            <dd>{resource.version}</dd>
          </>
        )}
        {dates.map(([name, at]) =>
          at ? (
            <div key={name} className="contents">
              <dt>{name}</dt>
              <dd>
                <Day at={at} />
              </dd>
            </div>
          ) : null,
        )}
      </dl>
    );
  },
};
