import { useWords } from '../../language/use-words.tsx';
import { Copyable } from '../../parts/copy-button.tsx';

/** A secret to be handed on: shown on this one page and never again. */
export function OneTimeSecret({ login, secret }: { login: string; secret: string }) {
  const { t } = useWords();
  return (
    <>
      <p>{t.account.people.secret(login)}</p>
      <p>
        <Copyable text={secret} what={t.account.password.oneTime} />
      </p>
    </>
  );
}
