import type { ApiProposal } from '@biotope/node/contract';
import { Form, Link, useLocation } from 'react-router';
import { Said, useWords } from '../../language/use-words.tsx';
import { IconUndo } from '../../look/icons.ts';
import { Notice } from '../../parts/notice.tsx';
import { wordsOf } from './words-of.ts';

/** What was decided, by whom and why, and the way back. Said aloud where it has just happened. */
export function Outcome({ proposal, recent }: { proposal: ApiProposal; recent: boolean }) {
  const { t, format } = useWords();
  const { pathname, search } = useLocation();
  const { id, state, decided } = proposal;
  const words = wordsOf(proposal.type, t);
  const standing = proposal.type === 'merge' && state === 'accepted' ? proposal.resources.find((it) => !it.mergedInto) : undefined;
  const said = (
    <>
      <p>
        <b>{state === 'open' ? words.undone : state === 'accepted' ? words.accepted : state === 'refused' ? words.refused : t.curation.queue.states[state]}</b>{' '}
        {standing && (
          <Link to={`/r/${standing.id}`}>
            <Said of={standing.title} />
          </Link>
        )}
      </p>
      {decided && (
        <p className="small quiet">
          {t.curation.queue.decided(t.curation.queue.states[state], decided.by, format.isoDay(decided.at))}
          {decided.note && t.brackets(decided.note)}
        </p>
      )}
      {(state === 'accepted' || state === 'refused') && (
        <Form method="post" action={pathname + search} preventScrollReset>
          <input type="hidden" name="proposal" value={id} />
          <button type="submit" className="button" name="step" value="undo">
            <IconUndo size={16} aria-hidden /> {t.curation.queue.undo}
            <span className="visually-hidden">
              {' '}
              ({t.curation.queue.types[proposal.type]} {id})
            </span>
          </button>
        </Form>
      )}
    </>
  );
  return recent ? <Notice id={`outcome-${id}`}>{said}</Notice> : <div className="outcome">{said}</div>;
}
