import { Copyable } from '../../../parts/copy-button.tsx';
import { OutLink } from '../../../parts/out-link.tsx';
import type { Section } from './section.ts';

export const publications: Section = {
  id: 'publications',
  title: (t) => t.resource.publications,
  fields: ['publications'],
  shown: ({ resource }) => resource.publications.length > 0,
  Body({ page: { resource } }) {
    return (
      <ul className="plain-list">
        {resource.publications.map((publication) => {
          const doi = publication.doi?.replace(/^(https?:\/\/(dx\.)?doi\.org\/|doi:)/i, '');
          return (
            <li key={`${publication.doi ?? ''} ${publication.url ?? ''} ${publication.title ?? ''}`}>
              {publication.title && <div>{publication.title}</div>}
              {doi && <Copyable text={`doi:${doi}`} what="DOI" href={`https://doi.org/${encodeURI(doi)}`} />}
              {publication.url && !publication.url.includes(doi ?? '\0') && <OutLink to={publication.url} />}
            </li>
          );
        })}
      </ul>
    );
  },
};
