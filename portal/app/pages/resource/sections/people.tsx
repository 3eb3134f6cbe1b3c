import { Link } from 'react-router';
import { query } from '../../../api/load.ts';
import { Said, useWords } from '../../../language/use-words.tsx';
import { OutLink } from '../../../parts/out-link.tsx';
import { graphAddress } from '../../../parts/node-link.tsx';
import type { Section } from './section.ts';

export const people: Section = {
  id: 'people',
  title: (t) => t.resource.people,
  fields: ['provider', 'contacts'],
  shown: ({ resource }) => Boolean(resource.provider) || resource.contacts.length > 0,
  Body({ page: { resource } }) {
    const { t } = useWords();
    const { provider, contacts } = resource;
    return (
      <dl className="facts">
        {provider && (
          <>
            <dt>{t.resource.provider}</dt>
            <dd>
              <Link to={`/search${query({ provider: provider.id })}`}>
                <Said of={provider.name} />
              </Link>{' '}
              <Link className="small" to={graphAddress(provider.id)}>
                {t.resource.graph}
              </Link>
              {provider.url && (
                <div>
                  <OutLink to={provider.url} />
                </div>
              )}
              {provider.ror && (
                <div>
                  ROR <OutLink to={provider.ror} />
                </div>
              )}
            </dd>
          </>
        )}
        {contacts.length > 0 && (
          <>
            <dt>{t.resource.contacts}</dt>
            <dd>
              <ul>
                {contacts.map((contact) => (
                  <li key={`${contact.name ?? ''} ${contact.email ?? ''} ${contact.url ?? ''} ${contact.orcid ?? ''}`}>
                    {contact.name} {contact.email && <a href={`mailto:${contact.email}`}>{contact.email}</a>} {contact.url && <OutLink to={contact.url} />}{' '}
                    {contact.orcid && <a href={`https://orcid.org/${contact.orcid}`}>ORCID {contact.orcid}</a>}
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
