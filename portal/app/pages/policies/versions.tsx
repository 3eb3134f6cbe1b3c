import type { ApiPolicySet, ApiPolicyVersions } from '@biotope/node/contract';
import { Link } from 'react-router';
import { useWords } from '../../language/use-words.tsx';
import { lineDifference } from './line-difference.ts';

const MARKS = { same: ' ', added: '+', gone: '−' } as const;

/** The sets that were in force, newest first, each with its differences and the way back to it. */
export function Versions({ versions, current }: { versions: ApiPolicyVersions['items']; current: number }) {
  const { t, format } = useWords();
  const words = t.policies.versions;
  return (
    <section className="block" id="versions">
      <h2>{words.title}</h2>
      {versions.length === 0 ? (
        <p className="quiet">{words.none}</p>
      ) : (
        <div className="wide">
          <table>
            <thead>
              <tr>
                <th>{words.version}</th>
                <th>{words.at}</th>
                <th>{words.by}</th>
                <th>{words.note}</th>
                <th>{words.ways}</th>
              </tr>
            </thead>
            <tbody>
              {versions.map(({ version, at, by, note }) => (
                <tr key={version}>
                  <th scope="row">
                    {version} {version === current && <span className="status">{words.current}</span>}
                  </th>
                  <td className="nowrap">{format.isoMinute(at)}</td>
                  <td>{by}</td>
                  <td>{note ?? ''}</td>
                  <td>
                    <Link to={`/policies?compare=${version}#difference`}>
                      {words.compare}
                      <span className="visually-hidden">{words.ofVersion(version)}</span>
                    </Link>
                    {version !== current && (
                      <>
                        {' · '}
                        <Back version={version} />
                      </>
                    )}
                  </td>
                </tr>
              ))}
              <tr>
                <th scope="row">0</th>
                <td colSpan={3}>{words.beginning}</td>
                <td>{current !== 0 && <Back version={0} />}</td>
              </tr>
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Back({ version }: { version: number }) {
  const { t } = useWords();
  return (
    <Link to={`/policies?with=${version}#edit`}>
      {t.policies.versions.back}
      <span className="visually-hidden">{t.policies.versions.ofVersion(version)}</span>
    </Link>
  );
}

/** What a version changed of the one before it, file by file. */
export function Difference({ before, after }: { before: ApiPolicySet; after: ApiPolicySet }) {
  const { t } = useWords();
  const words = t.policies.versions;
  const names = [...new Set([...Object.keys(before.files), ...Object.keys(after.files)])].filter((name) => before.files[name] !== after.files[name]).sort();
  return (
    <section className="block" id="difference">
      <h2>{words.difference(before.version, after.version)}</h2>
      {names.length === 0 && <p className="quiet">{words.same}</p>}
      {names.map((name) => (
        <div key={name}>
          <h3>{name}</h3>
          <pre className="policy-difference">
            {lineDifference(before.files[name] ?? '', after.files[name] ?? '').map(({ is, line }, place) => {
              const text = `${MARKS[is]} ${line}\n`;
              return is === 'added' ? <ins key={place}>{text}</ins> : is === 'gone' ? <del key={place}>{text}</del> : <span key={place}>{text}</span>;
            })}
          </pre>
        </div>
      ))}
    </section>
  );
}
