import { Form, useLocation } from 'react-router';
import type { ProposalType } from '../../api/contract.ts';
import { useWords } from '../../language/use-words.tsx';
import { IconSearch } from '../../look/icons.ts';
import type { ShownState } from './queue-choices.tsx';

/** Nothing there: whether that is well, when something comes, and what can be done now. */
export function EmptyQueue({ type, state }: { type: ProposalType | null; state: ShownState }) {
  const { t } = useWords();
  const words = t.curation.queue;
  if (state !== 'open') return <p className="quiet">{words.emptyDecided[state]}</p>;
  return (
    <div className="empty stack">
      <p>
        <b>{words.empty[type ?? 'all']}</b>
      </p>
      <p className="quiet">{words.emptyNext}</p>
      {(type === null || type === 'merge') && <LookForDoubles />}
    </div>
  );
}

/** Looks through the catalogue now rather than after the next harvest. */
export function LookForDoubles() {
  const { t } = useWords();
  const { pathname, search } = useLocation();
  return (
    <Form method="post" action={pathname + search} preventScrollReset>
      <button type="submit" className="button" name="step" value="doubles">
        <IconSearch size={16} aria-hidden /> {t.curation.queue.look}
      </button>
    </Form>
  );
}
