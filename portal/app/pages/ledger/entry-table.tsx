import type { ApiLedger } from '@biotope/node/contract';
import { Link } from 'react-router';
import { query } from '../../api/load.ts';
import { useWords } from '../../language/use-words.tsx';

type Entry = ApiLedger['items'][number];

const RESOURCE = /^[0-9a-hjkmnp-tv-z]{12}$/;

/** Entries, newest first: each opens to all it says. */
export function EntryTable({ entries }: { entries: Entry[] }) {
  const { t } = useWords();
  const words = t.ledger;
  return (
    <div className="wide block">
      <table className="ledger">
        <thead>
          <tr>
            <th className="number">{words.entry}</th>
            <th>{words.at}</th>
            <th>{words.actor}</th>
            <th>{words.action}</th>
            <th>{words.subject}</th>
            <th>{words.answer}</th>
            <th>{words.detail}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <EntryRow key={entry.sequence} entry={entry} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function EntryRow({ entry }: { entry: Entry }) {
  const { t } = useWords();
  const { sequence, at, actor, action, subject, detail } = entry;
  const answer = typeof detail['answer'] === 'string' ? detail['answer'] : '';
  return (
    <tr>
      <th scope="row" className="number">
        {sequence}
      </th>
      <td>
        <time dateTime={at}>{at.slice(0, 19).replace('T', ' ')}</time>
      </td>
      <td>
        <Link to={`/ledger${query({ actor })}`}>{actor}</Link>
      </td>
      <td>
        <Link to={`/ledger${query({ action })}`}>{action}</Link>
      </td>
      <td>{RESOURCE.test(subject) ? <Link to={`/r/${subject}`}>{subject}</Link> : subject}</td>
      <td className={answer === 'no' ? 'refused' : undefined}>{t.ledger.answers[answer] ?? answer}</td>
      <td>
        <Detail entry={entry} />
      </td>
    </tr>
  );
}

function Detail({ entry: { detail, digest, previous } }: { entry: Entry }) {
  const { t } = useWords();
  return (
    <details>
      <summary>{t.ledger.detail}</summary>
      <pre>{JSON.stringify(detail, undefined, 2)}</pre>
      <dl className="facts small">
        <dt>{t.ledger.digest}</dt>
        <dd className="digest">{digest}</dd>
        <dt>{t.ledger.previous}</dt>
        <dd className="digest">{previous}</dd>
      </dl>
    </details>
  );
}
