import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { AccessLevel, FieldName, LanguageMap, Predicate } from '../../api/contract.ts';
import { inLanguage, Said, type Speech } from '../../language/use-words.tsx';
import { OutLink } from '../out-link.tsx';
import { Folded } from './folded.tsx';

interface Entry {
  key: string;
  shown: ReactNode;
}

/** A concept by its identifier, as sources write it, and the fields that name concepts. */
const CONCEPT = /^[a-z][a-z0-9]*:\w+$/;
const ANNOTATIONS: readonly string[] = ['topics', 'operations', 'reads', 'writes', 'formats'];
const IDENTIFIERS: readonly string[] = ['identifiers', 'aliases'];

/** One entry of a list, or a value of several parts: what it is called, then where it leads. */
export function entryOf(field: FieldName, entry: unknown, speech: Speech): Entry {
  if (typeof entry !== 'object' || entry === null) return { key: String(entry), shown: plain(field, String(entry)) };
  const it = entry as Record<string, unknown>;
  return { key: JSON.stringify(entry), shown: <Parts parts={partsOf(field, it, speech)} /> };
}

function plain(field: FieldName, text: string): ReactNode {
  if (IDENTIFIERS.includes(field)) return <code>{text}</code>;
  if (ANNOTATIONS.includes(field) && CONCEPT.test(text)) return <Link to={`/t/${encodeURIComponent(text)}`}>{text}</Link>;
  return text;
}

const text = (value: unknown) => (value === undefined || value === '' ? null : <Folded text={String(value)} />);
const address = (value: unknown) => (typeof value === 'string' ? <OutLink to={value} /> : null);

function partsOf(field: FieldName, it: Record<string, unknown>, { t, format, language }: Speech): ReactNode[] {
  switch (field) {
    case 'provider':
      return [<Said key="name" of={it['name'] as LanguageMap} />, address(it['url']), address(it['ror'])];
    case 'licence':
      return [text(it['id']), it['name'] === it['id'] ? null : text(it['name']), address(it['url'])];
    case 'access':
      return [it['level'] ? t.accessLevels[it['level'] as AccessLevel] : null, text(inLanguage(it['conditions'] as LanguageMap | undefined, language).text), address(it['url'])];
    case 'contacts':
      return [text(it['name']), text(it['email']), address(it['url']), it['orcid'] ? <OutLink key="orcid" to={`https://orcid.org/${String(it['orcid'])}`} /> : null];
    case 'publications':
      return [
        text(it['title']),
        it['doi'] ? (
          <OutLink key="doi" to={`https://doi.org/${String(it['doi'])}`}>
            {String(it['doi'])}
          </OutLink>
        ) : null,
        address(it['url']),
      ];
    case 'endpoints':
      return [text(it['type']), address(it['url']), text(it['description'])];
    case 'distributions':
      return [text(it['title']), address(it['url']), text(it['format'] ?? it['mediaType']), typeof it['size'] === 'number' ? format.bytes(it['size']) : null];
    case 'links':
      return [t.predicates[it['predicate'] as Predicate]?.out ?? text(it['predicate']), <code key="target">{String(it['target'])}</code>];
    default:
      return [<code key="json">{JSON.stringify(it)}</code>];
  }
}

function Parts({ parts }: { parts: ReactNode[] }) {
  return (
    <span className="parts">
      {parts.map((part, place) =>
        // oxlint-disable-next-line react/no-array-index-key -- each part has its place
        part === null ? null : <span key={place}>{part}</span>,
      )}
    </span>
  );
}
