import { Link } from 'react-router';
import { query } from '../../../api/load.ts';
import { Said, useWords } from '../../../language/use-words.tsx';
import { OutLink } from '../../../parts/out-link.tsx';
import { Prose } from '../../../parts/prose.tsx';
import type { Section } from './section.ts';

export const licence: Section = {
  id: 'licence',
  title: (t) => t.resource.licence,
  fields: ['licence', 'access'],
  shown: () => true,
  Body({ page: { resource } }) {
    const { t } = useWords();
    const { licence: stated, access } = resource;
    return (
      <div className="stack">
        {!stated && <p className="quiet">{t.resource.licenceUnknown}</p>}
        {stated && (
          <div>
            {stated.id && <Link to={`/search${query({ licence: stated.id })}`}>{stated.id}</Link>}
            {stated.name && stated.name !== stated.id && <Prose text={stated.name} />}
            {stated.url && !stated.name?.includes(stated.url) && <OutLink to={stated.url} />}
          </div>
        )}
        {access && (
          <dl className="facts">
            {access.level && (
              <>
                <dt>{t.fields.access}</dt>
                <dd>{t.accessLevels[access.level]}</dd>
              </>
            )}
            {access.conditions && (
              <>
                <dt>{t.resource.accessConditions}</dt>
                <dd>
                  <Said of={access.conditions} />
                </dd>
              </>
            )}
            {access.url && (
              <>
                <dt>{t.resource.accessPage}</dt>
                <dd>
                  <OutLink to={access.url} />
                </dd>
              </>
            )}
          </dl>
        )}
      </div>
    );
  },
};
