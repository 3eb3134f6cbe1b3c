import type { ApiPolicies } from '@biotope/node/contract';
import { Said, useWords } from '../../language/use-words.tsx';

type Policy = ApiPolicies['policies'][number];
const ORIGINS = ['red-line', 'standing', 'own', 'default'] as const;

/** Every policy in force with the reason people read, by where it comes from. */
export function PolicyList({ policies }: { policies: readonly Policy[] }) {
  const { t } = useWords();
  const words = t.policies.list;
  return (
    <section className="block" id="in-force">
      <h2>{words.title(policies.length)}</h2>
      {ORIGINS.map((origin) => {
        const of = policies.filter((policy) => policy.origin === origin);
        return (
          <section key={origin} className="policy-origin">
            <h3>{words.origins[origin]}</h3>
            <p className="small quiet">{of.length === 0 ? words.none[origin] : words.about[origin]}</p>
            {of.length > 0 && <PolicyTable policies={of} />}
          </section>
        );
      })}
    </section>
  );
}

function PolicyTable({ policies }: { policies: readonly Policy[] }) {
  const { t } = useWords();
  const words = t.policies.list;
  return (
    <div className="wide">
      <table className="policies">
        <thead>
          <tr>
            <th>{words.name}</th>
            <th>{words.effect}</th>
            <th>{words.actions}</th>
            <th>{words.reason}</th>
          </tr>
        </thead>
        <tbody>
          {policies.map(({ id, effect, actions, reason, text, file, line }) => (
            <tr key={id} id={`policy-${id}`}>
              <th scope="row">
                <code>{id}</code>
                {file && line && <div className="small quiet">{`${file}:${line}`}</div>}
              </th>
              <td className={effect === 'permit' ? 'change-yes' : 'change-no'}>{words.effects[effect]}</td>
              <td>{actions.length === Object.keys(t.policies.actions).length ? words.everything : actions.map((action) => t.policies.actions[action]).join(t.comma)}</td>
              <td>
                <Said of={reason} />
                <details>
                  <summary className="small">{words.text}</summary>
                  <pre>{text}</pre>
                </details>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
