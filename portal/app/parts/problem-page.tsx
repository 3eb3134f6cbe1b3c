import { isRouteErrorResponse, Link, useLocation } from 'react-router';
import { isProblem } from '../api/load.ts';
import type { Words } from '../language/en.ts';
import { useWords } from '../language/use-words.tsx';

/** What is said of a failure, by its status: what it means for the reader and what to do now. */
function wordsFor(status: number, t: Words): { title: string; text: string } {
  const { problem } = t;
  if (status === 404) return { title: problem.notFound, text: problem.notFoundText };
  if (status === 410) return { title: problem.gone, text: '' };
  if (status === 400 || status === 422) return { title: problem.badRequest, text: '' };
  if (status === 401 || status === 403) return { title: problem.forbidden, text: '' };
  if (status === 429) return { title: problem.tooMany, text: problem.tooManyText };
  if (status === 502 || status === 503 || status === 504) return { title: problem.unavailable, text: problem.unavailableText };
  return { title: problem.failed, text: problem.failedText };
}

/** The designed end of a request that could not be answered; the response's status says the same. */
export function ProblemPage({ error }: { error: unknown }) {
  const { t } = useWords();
  const location = useLocation();
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const problem = isRouteErrorResponse(error) && isProblem(error.data) ? error.data : undefined;
  const { title, text } = wordsFor(status, t);
  return (
    <div className="unfound">
      <title>{`${title} – ${t.brand}`}</title>
      <p className="quiet mono">{status}</p>
      <h1>{title}</h1>
      {text && <p>{text}</p>}
      {problem?.detail && <p lang="en">{problem.detail}</p>}
      {problem?.errors && problem.errors.length > 0 && (
        <ul lang="en" className="plain-list">
          {problem.errors.map((flaw) => (
            <li key={`${flaw.pointer} ${flaw.reason}`}>
              <code>{flaw.pointer}</code> {flaw.reason}
            </li>
          ))}
        </ul>
      )}
      <p className="chips">
        <a className="button" href={location.pathname + location.search}>
          {t.problem.again}
        </a>
        <Link className="button" to="/search">
          {t.problem.search}
        </Link>
        <Link className="button" to="/">
          {t.problem.home}
        </Link>
      </p>
      {problem?.requestId && (
        <p className="quiet small">
          {t.problem.requestId}: <code>{problem.requestId}</code>
        </p>
      )}
    </div>
  );
}
