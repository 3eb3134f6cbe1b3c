import { useWords } from '../../language/use-words.tsx';
import type { RequestStatus, RequestTurn } from './shapes.ts';

const TONES: Partial<Record<RequestStatus, string>> = {
  granted: 'state-done',
  renewal: 'state-running',
  'renewal-question': 'state-running',
  review: 'state-running',
  question: 'state-running',
  refused: 'state-failed',
  revoked: 'state-failed',
  expired: 'state-stopped',
};

export function RequestStatusMark({ status }: { status: RequestStatus }) {
  const { t } = useWords();
  return <span className={`state ${TONES[status] ?? ''}`}>{t.requests.statuses[status]}</span>;
}

/** Whose turn it is, at what, until when. */
export function TurnLine({ turn }: { turn: RequestTurn }) {
  const { t, format } = useWords();
  const words = t.requests;
  const task = words.tasks[turn.task];
  const reviewers = turn.who === 'reviewers' && !turn.yours;
  return (
    <span className="turn">
      {turn.yours ? <b>{task.you}</b> : task.asker}
      {reviewers && words.reviewersOf(turn.kinds.map((kind) => words.kinds[kind]).join(t.comma))}{' '}
      {turn.deadline && <span className={turn.overdue ? 'overdue' : 'quiet'}>{(turn.overdue ? words.overdue : words.deadline)(format.day(turn.deadline))}</span>}
    </span>
  );
}
