import type { ApiPerson } from '@biotope/node/contract';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useWords } from '../../language/use-words.tsx';

type RoleHeld = ApiPerson['roles'][number];

/** Roles with where and until when they hold; `last` is what stands at the end of each line. */
export function RoleTable({ roles, last }: { roles: RoleHeld[]; last?: { title: string; cell: (role: RoleHeld) => ReactNode } }) {
  const { t, format } = useWords();
  const words = t.account.page;
  return (
    <div className="wide">
      <table>
        <thead>
          <tr>
            <th>{words.role}</th>
            <th>{words.where}</th>
            <th>{words.since}</th>
            <th>{words.until}</th>
            {last && <th>{last.title}</th>}
          </tr>
        </thead>
        <tbody>
          {roles.map((held) => (
            <tr key={held.id}>
              <th scope="row">
                {t.account.roles[held.role]} <span className="small quiet">{t.account.roleMeaning[held.role]}</span>
              </th>
              <td>
                <Scope scope={held.scope} />
              </td>
              <td className="nowrap">{format.isoDay(held.since)}</td>
              <td className="nowrap">{held.until ? format.isoMinute(held.until) : <span className="quiet">{words.noEnd}</span>}</td>
              {last && <td>{last.cell(held)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Where a role holds: at the node, for an organisation, or for one resource, to which it leads. */
export function Scope({ scope }: { scope: string }) {
  const { t } = useWords();
  if (scope === 'node') return <>{t.account.page.whole}</>;
  const resource = scope.startsWith('resource:') ? scope.slice('resource:'.length) : undefined;
  return <code>{resource ? <Link to={`/r/${resource}`}>{scope}</Link> : scope}</code>;
}
