import { Link } from 'react-router';
import { Said, useWords } from '../../language/use-words.tsx';
import { IconDiffers, IconPartly, IconSame } from '../../look/icons.ts';
import type { ApplicationAnswer } from './apply.ts';
import type { Assessment } from './shapes.ts';

/** What would become of a request if it were handed in now, and why. */
export function CheckAnswer({ answer, busy }: { answer: ApplicationAnswer | undefined; busy: boolean }) {
  const { t } = useWords();
  const words = t.requests.ask;
  return (
    <section className="check-answer" aria-labelledby="check-answer" aria-live="polite" aria-busy={busy}>
      <h2 id="check-answer">{words.checkTitle}</h2>
      {!answer && <p className="quiet">{words.checkFirst}</p>}
      {answer && 'problem' in answer && (
        <div className="banner bad" role="alert">
          <b>{t.requests.failed}.</b> <span lang="en">{answer.problem.detail || answer.problem.title}</span>
        </div>
      )}
      {answer && 'check' in answer && (
        <div className="stack">
          <p className={`consequence ${answer.check.consequence}`}>
            <b>{words.consequence[answer.check.consequence]}</b>
          </p>
          {answer.check.consequence === 'review' && (
            <ul className="plain-list">
              {answer.check.reviews.map(({ kind, quorum, days }) => (
                <li key={kind}>
                  {t.requests.kinds[kind]} <span className="quiet">{t.brackets([words.voices(quorum), ...(days ? [words.within(days)] : [])].join(t.comma))}</span>
                </li>
              ))}
            </ul>
          )}
          <AssessmentList assessment={answer.check.assessment} />
          {answer.check.agreement && !answer.check.agreement.accepted && (
            <p>
              {words.agreementNeeded}{' '}
              <Link to={`/agreements/${answer.check.agreement.id}`}>
                <Said of={answer.check.agreement.title} />
              </Link>
            </p>
          )}
        </div>
      )}
    </section>
  );
}

const SIGNS = { permits: IconSame, forbids: IconDiffers, lacks: IconDiffers, people: IconPartly } as const;

/** The reasons that speak for and against it, each with a sign and a word. */
export function AssessmentList({ assessment }: { assessment: Assessment }) {
  const { t } = useWords();
  const { answer, reasons, obligations } = assessment;
  return (
    <>
      <p>{t.requests.ask.conditionsSay[answer]}</p>
      <ul className="reasons">
        {reasons.map(({ policy, outcome, text }) => {
          const Sign = SIGNS[outcome];
          return (
            <li key={`${policy} ${text['en']}`} className={outcome}>
              <Sign className="icon" size={16} stroke={2} aria-hidden /> <span className="visually-hidden">{t.requests.outcomes[outcome]}: </span>
              <Said of={text} />
            </li>
          );
        })}
      </ul>
      {obligations.length > 0 && (
        <>
          <p>{t.requests.obligations}</p>
          <ul className="bulleted">
            {obligations.map((it) => (
              <li key={JSON.stringify(it)}>
                <Said of={it} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
