import { Link } from 'react-router';
import type { TermRef } from '../api/contract.ts';
import { Said } from '../language/use-words.tsx';

/** A vocabulary term as a link to its page. */
export function TermChip({ term }: { term: TermRef }) {
  return (
    <Link className="chip" to={`/t/${encodeURIComponent(term.id)}`}>
      <Said of={term.label} />
    </Link>
  );
}

export function TermChips({ terms }: { terms: readonly TermRef[] }) {
  return (
    <ul className="chips">
      {terms.map((term) => (
        <li key={term.id}>
          <TermChip term={term} />
        </li>
      ))}
    </ul>
  );
}
