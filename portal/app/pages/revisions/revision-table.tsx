import type { ApiRevisions } from '@biotope/node/contract';
import { Link } from 'react-router';
import type { FieldName } from '../../api/contract.ts';
import { query } from '../../api/load.ts';
import { useWords } from '../../language/use-words.tsx';
import { Minute } from '../../parts/day.tsx';

/** Revisions, the newest first, each with what it changed and the way to see how. `choose` adds the radio buttons. */
export function RevisionTable({ id, revisions, choose = false }: { id: string; revisions: ApiRevisions['items']; choose?: boolean }) {
  const { t, language } = useWords();
  return (
    <div className="wide">
      <table>
        <thead>
          <tr>
            {choose && <th>{t.from}</th>}
            {choose && <th>{t.to}</th>}
            <th className="number">{t.revisions.number}</th>
            <th>{t.revisions.at}</th>
            <th>{t.revisions.by}</th>
            <th>{t.revisions.changed}</th>
            <th>{t.revisions.compare}</th>
          </tr>
        </thead>
        <tbody>
          {revisions.map((revision, i) => (
            <tr key={revision.number}>
              {choose && (
                <td>
                  <input type="radio" name="from" value={revision.number} defaultChecked={i === 1} aria-label={`${t.from} ${t.resource.revision(revision.number)}`} />
                </td>
              )}
              {choose && (
                <td>
                  <input type="radio" name="to" value={revision.number} defaultChecked={i === 0} aria-label={`${t.to} ${t.resource.revision(revision.number)}`} />
                </td>
              )}
              <td className="number">{revision.number}</td>
              <td>
                <Minute at={revision.at} />
              </td>
              <td>
                <code>{revision.by}</code>
              </td>
              <td>
                {revision.number === 1 ? t.revisions.firstVersion : revision.changed.map((field) => t.fields[field as FieldName] ?? field).join(language === 'zh' ? '、' : ', ')}
                {revision.note && <div className="small quiet">{revision.note}</div>}
              </td>
              <td>
                {revision.number > 1 && (
                  <Link className="small" to={`/r/${id}/revisions/compare${query({ from: revision.number - 1, to: revision.number })}`}>
                    {t.revisions.withPrevious}
                    <span className="visually-hidden"> ({t.resource.revision(revision.number)})</span>
                  </Link>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
