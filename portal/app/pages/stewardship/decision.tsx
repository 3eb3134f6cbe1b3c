import type { ApiAccess } from '@biotope/node/contract';
import { Said, useWords } from '../../language/use-words.tsx';
import { IconFails, IconHolds, IconPartly } from '../../look/icons.ts';

type Decision = ApiAccess['decision'];

const ICONS = { yes: IconHolds, ask: IconPartly, no: IconFails } as const;

/** The answer as one line, and why. Its icon and word say the same as its colour. */
export function DecisionLine({ decision: { answer, reasons } }: { decision: Pick<Decision, 'answer' | 'reasons'> }) {
  const { t } = useWords();
  const Icon = ICONS[answer];
  return (
    <div>
      <p className={`answer answer-${answer}`}>
        <span>
          <Icon className="icon" size={18} aria-hidden /> {t.stewardship.access.answers[answer]}
        </span>
      </p>
      <ul className="reasons">
        {reasons.map(({ policy, text }) => (
          <li key={`${policy} ${text['en']}`}>
            <Said of={text} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What one is bound to by using it. */
export function Obligations({ obligations }: Pick<Decision, 'obligations'>) {
  const { t } = useWords();
  if (obligations.length === 0) return null;
  return (
    <div>
      <p>{t.stewardship.access.obligations}</p>
      <ul className="bullets">
        {obligations.map((text) => (
          <li key={text['en']}>
            <Said of={text} />
          </li>
        ))}
      </ul>
    </div>
  );
}
