import type { ApiNodeKeys } from '@biotope/node/contract';
import { Form } from 'react-router';
import { useWords } from '../../language/use-words.tsx';
import { Confirmation } from './membership-fields.tsx';

/** The keys this node signs with, and what changing them means. */
export function KeysSection({ keys }: { keys: ApiNodeKeys }) {
  const { t, format } = useWords();
  const words = t.federation.manage;
  return (
    <section className="block" id="keys">
      <h2>{words.keys}</h2>
      <p>{words.keysText}</p>
      <p className="small">
        {t.federation.member.identifier}: <code>{keys.node}</code>
      </p>
      <div className="wide">
        <table>
          <thead>
            <tr>
              <th>{words.key}</th>
              <th>{words.keyState}</th>
              <th>{words.keySince}</th>
            </tr>
          </thead>
          <tbody>
            {keys.keys.toReversed().map(({ kid, since, state }) => (
              <tr key={kid}>
                <th scope="row">
                  <code>{kid}</code>
                </th>
                <td className="nowrap">{words.keyStates[state]}</td>
                <td className="nowrap">{format.isoMinute(since)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="member-card">
        <h3>{words.rotate}</h3>
        <p>{words.rotateText}</p>
        <Form method="post" className="eco-form" aria-label={words.rotate}>
          <Confirmation />
          <button type="submit" name="step" value="rotate" className="button">
            {words.rotate}
          </button>
        </Form>
      </div>
      <div className="member-card">
        <h3>{words.revoke}</h3>
        <p>{words.revokeText}</p>
        <p className="small">{keys.canRevoke ? words.recoveryHere : words.recoveryAway}</p>
        {keys.canRevoke && (
          <Form method="post" className="eco-form" aria-label={words.revoke}>
            <Confirmation />
            <button type="submit" name="step" value="revoke" className="button danger">
              {words.revoke}
            </button>
          </Form>
        )}
      </div>
    </section>
  );
}
