import { Fragment } from 'react';
import { useWords } from '../../../language/use-words.tsx';
import { CopyButton } from '../../../parts/copy-button.tsx';
import type { ResourcePage } from '../load-page.ts';
import type { Section } from './section.ts';

export const cite: Section = {
  id: 'cite',
  title: (t) => t.resource.cite,
  fields: [],
  shown: () => true,
  Body({ page }) {
    const { t, language } = useWords();
    const { citation, resource } = page;
    const other = language === 'zh' ? 'en' : 'zh';
    return (
      <div className="stack">
        <div className="citations">
          <CitationText page={page} style={language} />
          <CitationText page={page} style={other} />
          <details>
            <summary className="small">{t.resource.bibtex}</summary>
            <div className="command">
              <pre>
                <code dir="auto">{citation.bibtex.trim()}</code>
              </pre>
              <CopyButton text={citation.bibtex} what={t.resource.bibtex} />
            </div>
          </details>
          {resource.provider && <p className="small quiet">{t.resource.citationNote}</p>}
        </div>
        <Exports page={page} />
      </div>
    );
  },
};

function CitationText({ page: { citation }, style }: { page: ResourcePage; style: 'en' | 'zh' }) {
  const { t } = useWords();
  const text = citation.text[style] ?? '';
  return (
    <div className="citation">
      <p className="small quiet">{t.resource.citationStyles[style]}</p>
      <blockquote lang={style} dir="auto">
        {text.split(/(?<=[^:/][/]|[?&=])/).map((piece, place) => (
          <Fragment key={place}>
            {place > 0 && <wbr />}
            {piece}
          </Fragment>
        ))}
      </blockquote>
      <CopyButton text={text} what={t.resource.citationStyles[style]} />
    </div>
  );
}

/** Each standard that has words for this resource, as a file to download. */
function Exports({ page: { resource, formats } }: { page: ResourcePage }) {
  const { t, say } = useWords();
  return (
    <div>
      <h3>{t.resource.exports}</h3>
      <ul className="exports">
        {formats.map(({ id, title, mediaType, extension }) => (
          <li key={id}>
            <a href={`/r/${resource.id}?format=${id}`} type={mediaType} rel="alternate nofollow" download={`${resource.id}.${extension}`}>
              {say(title)}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
