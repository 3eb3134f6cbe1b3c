import type { ApiTryOut } from '@biotope/node/contract';
import { Link } from 'react-router';
import { Said, useWords } from '../../language/use-words.tsx';

/** Answers shown before the rest is counted. */
const MOST_SHOWN = 200;

/** Who could do what before and after: every answer that becomes another, with the policies that decide it. */
export function TriedOut({ tried }: { tried: ApiTryOut }) {
  const { t, format } = useWords();
  const words = t.policies.tried;
  const { changed, asked } = tried;
  const answer = ({ allowed, policies }: ApiTryOut['changed'][number]['before']) => (
    <>
      <b className={allowed ? 'change-yes' : 'change-no'}>{allowed ? words.yes : words.no}</b>
      {policies.length > 0 && <span className="small quiet"> {policies.join(t.comma)}</span>}
    </>
  );
  return (
    <section className="block" id="tried" tabIndex={-1}>
      <h2>{words.title}</h2>
      <p role="status">{changed.length === 0 ? words.same(format.number(asked)) : words.changed(format.number(changed.length), format.number(asked))}</p>
      {changed.length > 0 && (
        <div className="wide">
          <table>
            <thead>
              <tr>
                <th>{words.who}</th>
                <th>{words.what}</th>
                <th>{words.resource}</th>
                <th>{words.before}</th>
                <th>{words.after}</th>
              </tr>
            </thead>
            <tbody>
              {changed.slice(0, MOST_SHOWN).map((it) => (
                <tr key={`${it.asker.name} ${it.action} ${it.resource ?? ''}`}>
                  <th scope="row">
                    <Said of={it.asker.label} />
                  </th>
                  <td>{t.policies.actions[it.action]}</td>
                  <td>{it.resource ? <Link to={`/r/${it.resource}`}>{it.resource}</Link> : words.node}</td>
                  <td>{answer(it.before)}</td>
                  <td>{answer(it.after)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {changed.length > MOST_SHOWN && <p className="small quiet">{words.more(format.number(changed.length - MOST_SHOWN))}</p>}
    </section>
  );
}
