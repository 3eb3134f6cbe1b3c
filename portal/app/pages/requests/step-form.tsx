import type { ReactNode } from 'react';
import { Form, useLocation, useNavigation } from 'react-router';
import { useWords } from '../../language/use-words.tsx';
import type { RequestStep } from './shapes.ts';

/** The form of a step. A plain form: it works with scripts off. `folded`: opened by who wants it. */
export function StepForm({
  step,
  title,
  button,
  main = false,
  folded = false,
  children,
}: {
  step: RequestStep;
  title?: string;
  button?: string;
  main?: boolean;
  folded?: boolean;
  children?: ReactNode;
}) {
  const { language } = useWords();
  const { pathname } = useLocation();
  const busy = useNavigation().formData?.get('step') === step;
  const form = (
    <Form method="post" action={pathname} className="decision step-form" preventScrollReset>
      <input type="hidden" name="step" value={step} />
      <input type="hidden" name="language" value={language} />
      {children}
      {button && (
        <div className="steps-row">
          <button type="submit" className={main ? 'button main' : 'button'} disabled={busy}>
            {button}
          </button>
        </div>
      )}
    </Form>
  );
  if (folded)
    return (
      <details>
        <summary>{title}</summary>
        {form}
      </details>
    );
  return (
    <div>
      {title && <h3>{title}</h3>}
      {form}
    </div>
  );
}
