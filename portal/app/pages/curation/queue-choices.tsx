import type { ApiProposals } from '@biotope/node/contract';
import { Link } from 'react-router';
import type { ProposalState, ProposalType } from '../../api/contract.ts';
import { query } from '../../api/load.ts';
import { useWords } from '../../language/use-words.tsx';

export const TYPES = ['merge', 'rejected-record', 'dead-link', 'deprecated-term', 'spam'] as const satisfies readonly ProposalType[];
export const STATES = ['open', 'accepted', 'refused'] as const satisfies readonly ProposalState[];

export type ShownState = (typeof STATES)[number];

/** Which part of the queue: the type, with how many wait, and the state. */
export function QueueChoices({ type, state, open }: { type: ProposalType | null; state: ShownState; open: ApiProposals['open'] }) {
  const { t, format } = useWords();
  const words = t.curation.queue;
  const at = (to: { type: ProposalType | null; state: ShownState }) => `/curation${query({ type: to.type, state: to.state === 'open' ? null : to.state })}`;
  const all = Object.values(open).reduce((sum, n) => sum + n, 0);
  return (
    <div className="queue-choices">
      <nav aria-label={words.byType}>
        <ul className="tabs">
          {[null, ...TYPES].map((it) => (
            <li key={it ?? 'all'}>
              <Link to={at({ type: it, state })} aria-current={it === type ? 'page' : undefined}>
                {it ? words.types[it] : words.all} {state === 'open' && <span className="count">{format.number(it ? open[it] : all)}</span>}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <nav aria-label={words.state}>
        <ul className="chips">
          {STATES.map((it) => (
            <li key={it}>
              <Link className="chip" to={at({ type, state: it })} aria-current={it === state ? 'page' : undefined}>
                {words.states[it]}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
}
