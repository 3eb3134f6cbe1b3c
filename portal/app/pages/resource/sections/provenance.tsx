import type { FieldName } from '../../../api/contract.ts';
import { Said, useWords } from '../../../language/use-words.tsx';
import { Day } from '../../../parts/day.tsx';
import { SourceLink } from '../../../parts/source-link.tsx';
import type { Section } from './section.ts';

export const provenance: Section = {
  id: 'provenance',
  title: (t) => t.resource.provenance,
  fields: [],
  shown: () => true,
  Body({ page: { resource } }) {
    const { t } = useWords();
    return (
      <div className="stack">
        <p className="quiet">{t.resource.provenanceText}</p>
        <div className="wide">
          <table>
            <thead>
              <tr>
                <th>{t.resource.source}</th>
                <th>{t.resource.record}</th>
                <th>{t.resource.firstSeen}</th>
                <th>{t.resource.lastChanged}</th>
              </tr>
            </thead>
            <tbody>
              {resource.sources.map((source) => (
                <tr key={`${source.source} ${source.record}`}>
                  <th scope="row">
                    <SourceLink source={source.source}>
                      <Said of={source.title} />
                    </SourceLink>
                  </th>
                  <td>
                    <code>{source.record}</code>
                  </td>
                  <td>
                    <Day at={source.firstSeen} table />
                  </td>
                  <td>
                    <Day at={source.lastChanged} table />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <details>
          <summary>{t.resource.everyField}</summary>
          <div className="wide">
            <table>
              <thead>
                <tr>
                  <th>{t.resource.field}</th>
                  <th>{t.resource.source}</th>
                  <th>{t.resource.record}</th>
                  <th>{t.resource.firstSeen}</th>
                </tr>
              </thead>
              <tbody>
                {Object.entries(resource.provenance).map(([field, by]) => (
                  <tr key={field}>
                    <th scope="row">{t.fields[field as FieldName] ?? field}</th>
                    <td>{by.source}</td>
                    <td>
                      <code>{by.record}</code>
                    </td>
                    <td>
                      <Day at={by.at} table />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      </div>
    );
  },
};
