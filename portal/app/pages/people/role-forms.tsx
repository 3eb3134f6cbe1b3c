import { Form } from 'react-router';
import { useWords } from '../../language/use-words.tsx';
import { ROLES } from './roles.ts';

/** Gives a role: which, where, until when. */
export function GiveRole() {
  const { t } = useWords();
  const words = t.account.people;
  return (
    <Form method="post" className="give-role" preventScrollReset aria-label={words.give}>
      <input type="hidden" name="step" value="give" />
      <div className="field">
        <label htmlFor="role">{t.account.page.role}</label>
        <select id="role" name="role" required>
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {t.account.roles[role]}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor="scope">
          {words.scope} <span className="small quiet">{words.scopeHint}</span>
        </label>
        <input id="scope" name="scope" type="text" required maxLength={110} defaultValue="node" spellCheck={false} autoCapitalize="none" />
      </div>
      <div className="field">
        <label htmlFor="until">
          {t.account.page.until} <span className="small quiet">{words.untilHint}</span>
        </label>
        <input id="until" name="until" type="date" />
      </div>
      <button type="submit" className="button main">
        {words.giveButton}
      </button>
    </Form>
  );
}

export function TakeRole({ id, what }: { id: number; what: string }) {
  const { t } = useWords();
  return (
    <Form method="post" preventScrollReset>
      <input type="hidden" name="step" value="take" />
      <button type="submit" name="role" value={id} className="link-button" aria-label={what}>
        {t.account.people.take}
      </button>
    </Form>
  );
}
