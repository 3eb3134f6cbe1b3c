import type { ApiProblem } from '@biotope/node/contract';
import { useWords } from '../../language/use-words.tsx';

/** A query that can't be read: shown as typed, with the place that is wrong underlined and what is wrong there. */
export function SyntaxError({ q, problem }: { q: string; problem: ApiProblem }) {
  const { t } = useWords();
  const flaws = (problem.errors ?? []).map((flaw) => ({ column: Number(flaw.pointer.split(':')[1]) || 1, reason: flaw.reason }));
  const first = flaws[0]?.column ?? 1;
  return (
    <div className="banner bad" role="alert">
      <h1>{t.search.syntaxError}</h1>
      <pre className="wrong-query">
        {q.slice(0, first - 1)}
        <mark>{q.slice(first - 1, first) || ' '}</mark>
        {q.slice(first)}
      </pre>
      <ul>
        {flaws.map((flaw) => (
          <li key={`${flaw.column} ${flaw.reason}`}>
            <span className="quiet">{t.search.syntaxAt(flaw.column)}:</span> <span lang="en">{flaw.reason}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
