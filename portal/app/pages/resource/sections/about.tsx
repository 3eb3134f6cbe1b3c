import { inLanguage, useWords } from '../../../language/use-words.tsx';
import { Prose } from '../../../parts/prose.tsx';
import type { Section } from './section.ts';

export const about: Section = {
  id: 'about',
  title: (t) => t.resource.about,
  fields: ['description'],
  shown: () => true,
  Body({ page: { resource } }) {
    const { t, language } = useWords();
    const { text, tag } = inLanguage(resource.description, language);
    if (!text) return <p className="quiet">{t.resource.noDescription}</p>;
    const others = Object.entries(resource.description ?? {}).filter(([other]) => other !== tag);
    return (
      <div className="prose">
        <div lang={tag}>
          <Prose text={text} />
        </div>
        {others.map(([other, description]) => (
          <details key={other}>
            <summary className="small">{t.term.languages[other] ?? other}</summary>
            <div lang={other}>
              <Prose text={description} />
            </div>
          </details>
        ))}
      </div>
    );
  },
};
