import type { ApiRejections } from '@biotope/node/contract';
import { useWords } from '../../language/use-words.tsx';
import { Paging } from '../../parts/paging.tsx';

/** The records that were not taken, each with the field at fault and the reason. */
export function Rejections({ rejections }: { rejections: ApiRejections }) {
  const { t, format } = useWords();
  return (
    <section className="block">
      <h2>
        {t.harvests.rejectedTitle} <span className="quiet">{format.number(rejections.total)}</span>
      </h2>
      {rejections.total === 0 ? (
        <p className="quiet">{t.harvests.noRejected}</p>
      ) : (
        <div className="wide">
          <table className="rejections">
            <thead>
              <tr>
                <th>{t.harvests.record}</th>
                <th>{t.harvests.field}</th>
                <th>{t.harvests.reason}</th>
              </tr>
            </thead>
            <tbody>
              {rejections.items.map((it) => (
                <tr key={`${it.record} ${it.field} ${it.reason}`}>
                  <th scope="row">
                    <code>{it.record}</code>
                  </th>
                  <td>{it.field ? <code>{it.field}</code> : <span className="quiet">{t.harvests.wholeRecord}</span>}</td>
                  <td lang="en">{it.reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Paging next={rejections.next} />
    </section>
  );
}
