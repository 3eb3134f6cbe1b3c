import type { TokenScope } from '../../api/visitor.ts';
import { useWords } from '../../language/use-words.tsx';

const SCOPES = ['read', 'use', 'describe', 'curate', 'request', 'review', 'operate'] as const satisfies TokenScope[];
const DAY = 24 * 60 * 60 * 1_000;
const later = (today: string, days: number) => new Date(Date.parse(today) + days * DAY).toISOString().slice(0, 10);

/** What every credential needs: what it is for, what it may be used for, until when it holds. */
export function NameScopesExpiry({ today, name }: { today: string; name: string }) {
  const { t } = useWords();
  const words = t.account.page;
  return (
    <>
      <div className="field">
        <label htmlFor="token-name">{name}</label>
        <input id="token-name" name="name" type="text" required maxLength={100} autoComplete="off" />
      </div>
      <fieldset>
        <legend>{words.tokenScopes}</legend>
        <div className="checks">
          {SCOPES.map((scope) => (
            <label key={scope}>
              <input type="checkbox" name="scope" value={scope} defaultChecked={scope === 'read'} /> {t.account.scopes[scope]}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="field">
        <label htmlFor="token-expires">{words.tokenExpires}</label>
        <input id="token-expires" name="expires" type="date" required min={today} max={later(today, 365)} defaultValue={later(today, 90)} />
      </div>
    </>
  );
}
