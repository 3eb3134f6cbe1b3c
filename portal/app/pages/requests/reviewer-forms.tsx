import type { ApiRequest } from '@biotope/node/contract';
import { Said, useWords } from '../../language/use-words.tsx';
import { RevokeForm } from './asker-forms.tsx';
import { ChoiceField, Field, TextField } from './fields.tsx';
import { StepForm } from './step-form.tsx';

/** What a reviewer may do with the request now: vote, ask, step aside; end the access. */
export function ReviewerForms({ request }: { request: ApiRequest }) {
  const { t } = useWords();
  const words = t.requests.steps;
  const may = new Set(request.steps);
  const open = request.reviews.filter((review) => review.open);
  return (
    <div className="step-forms">
      {request.conflict && (
        <p className="banner">
          <b>{t.requests.one.conflict}</b> <Said of={request.conflict} />
        </p>
      )}
      {open.length > 0 && (
        <StepForm step="voted" title={words.vote}>
          {open.length > 1 ? (
            <ChoiceField name="kind" label={words.review} options={open.map(({ kind }) => [kind, t.requests.kinds[kind]])} value={open[0]?.kind} />
          ) : (
            <input type="hidden" name="kind" value={open[0]?.kind} />
          )}
          <Field name="reason" label={words.reason}>
            {(props) => <textarea {...props} rows={3} required maxLength={2_000} />}
          </Field>
          <Field name="obligations" label={words.obligations} hint={words.optional}>
            {(props) => <textarea {...props} rows={2} />}
          </Field>
          <TextField name="until" label={words.lastDay} hint={words.optional} type="date" />
          <div className="steps-row">
            <button type="submit" className="button main" name="vote" value="approve">
              {words.approve}
            </button>
            <button type="submit" className="button" name="vote" value="refuse">
              {words.refuse}
            </button>
          </div>
        </StepForm>
      )}
      {may.has('asked') && (
        <StepForm step="asked" title={words.ask} button={words.ask} folded>
          <Field name="text" label={words.question}>
            {(props) => <textarea {...props} rows={3} required maxLength={2_000} />}
          </Field>
        </StepForm>
      )}
      {may.has('stepped-aside') && !request.conflict && (
        <StepForm step="stepped-aside" title={words.stepAside} button={words.stepAsideButton} folded>
          <TextField name="reason" label={words.interest} required maxLength={2_000} />
        </StepForm>
      )}
      {may.has('revoked') && <RevokeForm />}
    </div>
  );
}
