import type { ApiSessions } from '@biotope/node/contract';
import { Form } from 'react-router';
import { useWords } from '../../language/use-words.tsx';
import { Notice } from '../../parts/notice.tsx';
import { EndButton } from './end-button.tsx';
import { Refusal } from './refusal.tsx';

/** Where one is signed in; each can be ended, and counts no longer from then on. */
export function Sessions({ sessions, ended, refused }: { sessions: ApiSessions['items']; ended: boolean; refused: string | undefined }) {
  const { t, format } = useWords();
  const words = t.account.page;
  return (
    <section className="block" id="sessions">
      <h2>{words.sessions}</h2>
      {ended && <Notice id="ended">{words.ended}</Notice>}
      <Refusal detail={refused} />
      <div className="wide">
        <table>
          <thead>
            <tr>
              <th>{words.browser}</th>
              <th>{words.providers}</th>
              <th>{words.begun}</th>
              <th>{words.lastUsed}</th>
              <th>{words.end}</th>
            </tr>
          </thead>
          <tbody>
            {sessions.map((session) => (
              <tr key={session.id}>
                <th scope="row">{session.agent || t.unknown}</th>
                <td>{words.providerNames[session.provider] ?? session.provider}</td>
                <td className="nowrap">{format.isoMinute(session.created)}</td>
                <td className="nowrap">{format.isoMinute(session.lastUsed)}</td>
                <td>{session.current ? <span className="quiet">{words.thisOne}</span> : <EndButton id={session.id} what={session.agent} step="session" />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="small quiet">{words.idle}</p>
      {sessions.length > 1 && (
        <Form method="post" preventScrollReset>
          <button type="submit" name="step" value="session" className="button">
            {words.endOthers}
          </button>
        </Form>
      )}
    </section>
  );
}
