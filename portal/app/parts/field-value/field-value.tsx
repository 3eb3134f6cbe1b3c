import type { ReactNode } from 'react';
import type { Category, FieldName, Kind, LanguageMap, Status } from '../../api/contract.ts';
import { useWords, type Speech } from '../../language/use-words.tsx';
import { OutLink } from '../out-link.tsx';
import { Folded } from './folded.tsx';
import { entryOf } from './entry.tsx';

/** More entries than these fold away. */
const ENTRIES = 6;

/** What a source says of a field, in a form for reading: texts by language, lists entry by entry, addresses as links. */
export function FieldValue({ field, value }: { field: string; value: unknown }) {
  const speech = useWords();
  const shown = render(field as FieldName, value, speech);
  return <div className="field-value">{shown}</div>;
}

function render(field: FieldName, value: unknown, speech: Speech): ReactNode {
  const { t, format } = speech;
  if (Array.isArray(value)) return <Entries entries={value.map((entry) => entryOf(field, entry, speech))} />;
  switch (field) {
    case 'kind':
      return t.kinds[value as Kind];
    case 'category':
      return t.categories[value as Category];
    case 'status':
      return t.statuses[value as Status];
    case 'homepage':
      return <OutLink to={String(value)} />;
    case 'popularity':
      return format.number(Number(value));
    case 'title':
    case 'description':
      return <Texts of={value as LanguageMap} />;
    default:
      return typeof value === 'object' ? entryOf(field, value, speech).shown : <Folded text={String(value)} />;
  }
}

function Texts({ of }: { of: LanguageMap }) {
  const { t, language } = useWords();
  const tags = Object.keys(of).toSorted((a, b) => Number(b.startsWith(language)) - Number(a.startsWith(language)));
  return (
    <>
      {tags.map((tag) => (
        <div key={tag} className="text-of">
          {tags.length > 1 && <span className="tag small quiet">{t.term.languages[tag] ?? tag}</span>}
          <span lang={tag}>
            <Folded text={of[tag] ?? ''} />
          </span>
        </div>
      ))}
    </>
  );
}

function Entries({ entries }: { entries: { key: string; shown: ReactNode }[] }) {
  const { t } = useWords();
  const list = (part: typeof entries) => (
    <ul className="entries">
      {part.map(({ key, shown }) => (
        <li key={key}>{shown}</li>
      ))}
    </ul>
  );
  /** One entry behind a fold takes more room than the entry. */
  const end = entries.length > ENTRIES + 1 ? ENTRIES : entries.length;
  return (
    <>
      {list(entries.slice(0, end))}
      {entries.length > end && (
        <details>
          <summary className="small">{t.showMore(entries.length - end)}</summary>
          {list(entries.slice(end))}
        </details>
      )}
    </>
  );
}
