import type { ApiMembershipHistory } from '@biotope/node/contract';
import { useWords } from '../../language/use-words.tsx';
import { Minute } from '../../parts/day.tsx';

/** What happened in a membership, step by step, for the operator. */
export function MembershipSteps({ membership: { side, history, state } }: { membership: ApiMembershipHistory }) {
  const { t } = useWords();
  const words = t.federation;
  return (
    <section className="block">
      <div className="heading-row">
        <h2>{words.member.history}</h2>
        <span className="small quiet">
          {side === 'hub' ? words.above : words.asMember} · {words.manage.states[state]}
        </span>
      </div>
      <div className="wide">
        <table>
          <thead>
            <tr>
              <th>{words.manage.at}</th>
              <th>{words.manage.event}</th>
              <th>{words.manage.by}</th>
              <th>{words.manage.detail}</th>
            </tr>
          </thead>
          <tbody>
            {history.map(({ at, event, by, detail }) => (
              <tr key={`${at} ${event}`}>
                <td className="nowrap">
                  <Minute at={at} />
                </td>
                <th scope="row">{words.manage.events[event]}</th>
                <td>
                  <code>{by}</code>
                </td>
                <td>{Object.keys(detail).length > 0 && <code>{JSON.stringify(detail)}</code>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
