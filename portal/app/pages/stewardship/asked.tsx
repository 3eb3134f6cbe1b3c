import type { ApiAccess } from '@biotope/node/contract';
import { Link } from 'react-router';
import { Said, useWords } from '../../language/use-words.tsx';

type Asked = ApiAccess['asks'];

/** The conditions of use by their names, with what each is limited to. */
export function Conditions({ conditions }: Pick<Asked, 'conditions'>) {
  const { t } = useWords();
  return (
    <ul className="duo">
      {conditions.map(({ term, shorthand, label, values }) => (
        <li key={`${term} ${values.join()}`}>
          <Said of={label} /> {shorthand && <span className="mono">{shorthand}</span>}
          {values.length > 0 && (
            <span className="quiet">
              {t.comma}
              {t.stewardship.access.limitedTo} {values.map((value) => (shorthand === 'TS' ? t.stewardship.access.months(value) : value)).join(t.comma)}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

export function Reviews({ reviews }: Pick<Asked, 'reviews'>) {
  const { t } = useWords();
  const words = t.stewardship.access;
  return (
    <ul>
      {reviews.map(({ kind, quorum, days }) => (
        <li key={kind}>
          {words.review[kind]}
          {t.brackets([words.quorum(quorum), ...(days ? [words.days(days)] : [])].join(t.comma))}
        </li>
      ))}
    </ul>
  );
}

export const AgreementLink = ({ id }: { id: string }) => <Link to={`/agreements/${encodeURIComponent(id)}`}>{id}</Link>;
