import type { ApiProblem } from '@biotope/node/contract';
import { Notice } from '../../parts/notice.tsx';

/** What the node refused, with each place and reason. */
export function Problem({ problem, title }: { problem: ApiProblem; title: string }) {
  return (
    <Notice id="refused" tone="bad">
      <b>{title}.</b> <span lang="en">{problem.errors && problem.errors.length > 0 ? '' : problem.detail}</span>
      {problem.errors && (
        <ul lang="en" className="plain-list">
          {problem.errors.map(({ pointer, reason }) => (
            <li key={`${pointer} ${reason}`}>
              <code>{pointer}</code> {reason}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
