import { Said, useWords } from '../../../language/use-words.tsx';
import { IconFails, IconHolds, IconNotApplicable, IconPartly } from '../../../look/icons.ts';
import type { Live, MemberOutcome, MemberOutcomeName } from './shapes.ts';

const ICONS: Record<MemberOutcomeName, typeof IconHolds> = { answered: IconHolds, late: IconPartly, refused: IconNotApplicable, unreachable: IconFails, failed: IconFails };

/** Each member with how it did, and theirs below it. */
export function MemberOutcomes({ live: { members, outcomes, state } }: { live: Live }) {
  const { t } = useWords();
  const byNode = new Map(outcomes.map((outcome) => [outcome.node, outcome]));
  return (
    <ul className="outcomes small" aria-label={t.asking.outcomesLabel}>
      {members.map((member) => {
        const outcome = byNode.get(member.node);
        if (outcome) return <Outcome key={member.node} of={outcome} />;
        return (
          <li key={member.node}>
            <Said of={member.name} /> <span className="quiet">{state === 'waiting' ? '…' : ''}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** Milliseconds where they are few, else seconds. */
const lasted = (milliseconds: number, duration: (seconds: number) => string) => (milliseconds < 1_000 ? `${Math.round(milliseconds)} ms` : duration(milliseconds / 1_000));

function Outcome({ of: { name, url, outcome, milliseconds, total, reason, askedAgain, members = [] } }: { of: MemberOutcome }) {
  const { t, format } = useWords();
  const Icon = ICONS[outcome];
  const time = lasted(milliseconds, format.duration);
  return (
    <li className={`did-${outcome}`}>
      <Icon className="icon" size={14} aria-hidden />{' '}
      <a href={url} rel="noreferrer">
        <Said of={name} />
      </a>{' '}
      <b>{t.asking.outcomes[outcome]}</b>{' '}
      <span className="quiet">
        {outcome === 'answered' ? t.asking.within(time) : askedAgain ? '' : t.asking.after(time)}
        {total !== undefined && (
          <>
            {t.comma}
            {t.asking.hits(total)}
          </>
        )}
        {reason && outcome !== 'late' && (
          <>
            {!askedAgain && t.asking.because}
            <Said of={reason} />
          </>
        )}
        {askedAgain && <> {t.asking.askedAgain(askedAgain.slice(11, 16))}</>}
      </span>
      {members.length > 0 && (
        <ul>
          {members.map((member) => (
            <Outcome key={member.node} of={member} />
          ))}
        </ul>
      )}
    </li>
  );
}
