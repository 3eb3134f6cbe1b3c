import type { ApiProblem } from '@biotope/node/contract';
import { Form } from 'react-router';
import { useWords } from '../../language/use-words.tsx';
import { Notice } from '../../parts/notice.tsx';

/** Changes the password of an account of this node. */
export function PasswordForm({ changed, refused }: { changed: boolean; refused: ApiProblem | undefined }) {
  const { t } = useWords();
  const words = t.account.page;
  const { wrong, rule, new: newOne } = t.account.password;
  const reason = refused?.errors?.[0]?.reason;
  return (
    <section className="block" id="password-change">
      <h2>{words.password}</h2>
      {changed && <Notice id="changed">{words.passwordChanged}</Notice>}
      {refused && (
        <p className="banner bad" role="alert">
          {refused.status === 429 ? t.account.signIn.tooMany : reason === 'wrong' ? words.wrongPassword : ((reason && wrong[reason]) ?? words.wrongPassword)}
        </p>
      )}
      <Form method="post" className="stack token-form" preventScrollReset key={String(changed)}>
        <input type="hidden" name="step" value="password" />
        <div className="field">
          <label htmlFor="present">{words.passwordNow}</label>
          <input id="present" name="password" type="password" autoComplete="current-password" required maxLength={200} />
        </div>
        <div className="field">
          <label htmlFor="new">{newOne}</label>
          <input id="new" name="newPassword" type="password" autoComplete="new-password" required maxLength={200} aria-describedby="new-rule" />
          <span id="new-rule" className="quiet small">
            {rule}
          </span>
        </div>
        <p>
          <button type="submit" className="button">
            {words.changePassword}
          </button>
        </p>
      </Form>
    </section>
  );
}
