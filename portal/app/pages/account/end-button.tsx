import { Form } from 'react-router';
import { useWords } from '../../language/use-words.tsx';

/** Ends one thing of a list: a session, a token, a program. */
export function EndButton({ id, what, step }: { id: string; what: string; step?: string }) {
  const words = useWords().t.account.page;
  return (
    <Form method="post" preventScrollReset>
      {step && <input type="hidden" name="step" value={step} />}
      <button type="submit" name="id" value={id} className="link-button" aria-label={words.endWhat(what)}>
        {words.end}
      </button>
    </Form>
  );
}
