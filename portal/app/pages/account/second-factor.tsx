import type { ApiProblem, ApiSecondFactor, ApiSecondFactorBegun } from '@biotope/node/contract';
import { Form } from 'react-router';
import { useWords } from '../../language/use-words.tsx';
import { Copyable } from '../../parts/copy-button.tsx';
import { Notice } from '../../parts/notice.tsx';
import type { Step } from './change-account.ts';
import { Refusal } from './refusal.tsx';

interface Shown {
  factor: ApiSecondFactor;
  /** A secret that no code was shown for yet. */
  begun: ApiSecondFactorBegun | undefined;
  recoveryCodes: string[] | undefined;
  refused: { step: Step; problem: ApiProblem } | undefined;
  removed: boolean;
}

/** Codes of an app besides the password: set up, recovery codes shown once, removed. */
export function SecondFactor({ factor, begun, recoveryCodes, refused, removed }: Shown) {
  const { t, format } = useWords();
  const words = t.account.page.factor;
  // What was done is known a moment before the page is loaded anew: until then it says no more than that.
  const upToDate = recoveryCodes ? factor.since !== null : !removed || factor.since === null;
  const confirming = begun !== undefined || refused?.step === 'factor-confirm';
  return (
    <section className="block" id="second-factor">
      <h2>{words.title}</h2>
      {removed && <Notice id="factor-removed">{words.removed}</Notice>}
      {recoveryCodes && (
        <Notice id="factor-made">
          <p>{words.codesMade}</p>
          <ul className="recovery-codes" aria-label={words.codes}>
            {recoveryCodes.map((code) => (
              <li key={code}>
                <code>{code}</code>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {upToDate && (
        <p className={factor.since ? undefined : 'quiet'}>
          {factor.since ? words.since(format.isoDay(factor.since), factor.recoveryCodesLeft) : words.lead}
          {factor.since && factor.recoveryCodesLeft < 3 && ` ${words.fewLeft}`}
        </p>
      )}
      {refused && <Refused {...refused} />}
      {!upToDate ? null : factor.since ? (
        <PasswordStep step="factor-remove" button={words.remove} />
      ) : confirming ? (
        <Confirmation begun={begun} />
      ) : (
        <PasswordStep step="factor-begin" button={words.begin} />
      )}
    </section>
  );
}

function Refused({ step, problem }: { step: Step; problem: ApiProblem }) {
  const { t } = useWords();
  const reason = problem.errors?.[0]?.reason;
  const said =
    problem.status === 429
      ? t.account.signIn.tooMany
      : step === 'factor-confirm'
        ? reason === 'wrong' && t.account.page.factor.wrongCode
        : reason === 'wrong'
          ? t.account.page.wrongPassword
          : reason && t.account.password.wrong[reason];
  if (!said) return <Refusal detail={problem.detail} />;
  return (
    <p className="banner bad" role="alert">
      {said}
    </p>
  );
}

/** What matters asks for the password once more. */
function PasswordStep({ step, button }: { step: Step; button: string }) {
  const { t } = useWords();
  return (
    <Form method="post" className="stack token-form" preventScrollReset key={step}>
      <input type="hidden" name="step" value={step} />
      <div className="field">
        <label htmlFor="factor-password">{t.account.page.passwordNow}</label>
        <input id="factor-password" name="password" type="password" autoComplete="current-password" required maxLength={200} />
      </div>
      <p>
        <button type="submit" className="button">
          {button}
        </button>
      </p>
    </Form>
  );
}

function Confirmation({ begun }: { begun: ApiSecondFactorBegun | undefined }) {
  const { t } = useWords();
  const words = t.account.page.factor;
  return (
    <>
      {begun ? (
        <div id="factor-begun" className="stack">
          <p>{words.scan}</p>
          <img className="secret-picture" src={`data:image/svg+xml,${encodeURIComponent(begun.picture)}`} alt={words.picture} width={220} height={220} />
          <p>
            {words.secret} <Copyable text={begun.secret} what={words.secret} />
          </p>
        </div>
      ) : (
        <p className="quiet">{words.again}</p>
      )}
      <Form method="post" className="stack token-form" preventScrollReset key="factor-confirm">
        <input type="hidden" name="step" value="factor-confirm" />
        <div className="field">
          <label htmlFor="factor-code">{words.code}</label>
          <input id="factor-code" name="code" type="text" inputMode="numeric" autoComplete="one-time-code" spellCheck={false} required maxLength={20} />
        </div>
        <p>
          <button type="submit" className="button">
            {words.confirm}
          </button>
        </p>
      </Form>
      {!begun && <PasswordStep step="factor-begin" button={words.begin} />}
    </>
  );
}
