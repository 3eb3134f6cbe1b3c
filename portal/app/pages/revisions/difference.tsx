import { useWords } from '../../language/use-words.tsx';
import { lines } from './lines.ts';
import { wordDifference } from './word-difference.ts';

/**
 * What differs between two values of a field, line by line: a text is one line a language, a list one line an entry,
 * an object one line a member. A line that only changed shows its changed words.
 */
export function Difference({ before, after }: { before: unknown; after: unknown }) {
  const { t } = useWords();
  const old = lines(before);
  const now = lines(after);
  const names = [...new Set([...old.keys(), ...now.keys()])].filter((name) => old.get(name) !== now.get(name));
  return (
    <div className="wide">
      <table className="difference">
        <thead>
          <tr>
            <th>{t.revisions.before}</th>
            <th>{t.revisions.after}</th>
          </tr>
        </thead>
        <tbody>
          {names.map((name) => {
            const parts = wordDifference(old.get(name) ?? '', now.get(name) ?? '');
            return (
              <tr key={name}>
                <td>
                  <Label name={name} />
                  {old.has(name) ? (
                    parts.map((part, i) => (part.in === 'new' ? null : part.in === 'old' ? <del key={i}>{part.text}</del> : <span key={i}>{part.text}</span>))
                  ) : (
                    <span className="quiet">{t.revisions.absent}</span>
                  )}
                </td>
                <td>
                  <Label name={name} />
                  {now.has(name) ? (
                    parts.map((part, i) => (part.in === 'old' ? null : part.in === 'new' ? <ins key={i}>{part.text}</ins> : <span key={i}>{part.text}</span>))
                  ) : (
                    <span className="quiet">{t.revisions.absent}</span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Entries of a list have no name of their own: theirs is their text. */
const Label = ({ name }: { name: string }) => (name === '' || name.startsWith('=') ? null : <span className="quiet small">{name}: </span>);
