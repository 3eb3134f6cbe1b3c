import type { ApiRequest } from '@biotope/node/contract';
import { Link } from 'react-router';
import { Said, useWords } from '../../language/use-words.tsx';
import { Field, TextField } from './fields.tsx';
import { StepForm } from './step-form.tsx';

/** What the asker may do with the request now. */
export function AskerForms({ request }: { request: ApiRequest }) {
  const { t } = useWords();
  const words = t.requests.steps;
  const may = new Set(request.steps);
  const { agreement, status } = request;
  const toAccept = agreement && !agreement.accepted && (may.has('submitted') || may.has('renewal-requested'));
  const inRenewal = status === 'renewal' || status === 'renewal-question';
  return (
    <div className="step-forms">
      {toAccept && (
        <p className="banner">
          {words.acceptFirst}{' '}
          <Link to={`/agreements/${agreement.id}?request=${request.id}`}>
            <Said of={agreement.title} />
          </Link>
        </p>
      )}
      {may.has('answered') && (
        <StepForm step="answered" title={words.answer} button={words.answerButton} main>
          <Field name="text" label={words.answer}>
            {(props) => <textarea {...props} rows={4} required maxLength={10_000} />}
          </Field>
        </StepForm>
      )}
      <div className="steps-row">
        {may.has('submitted') && !toAccept && <StepForm step="submitted" button={words.submit} main />}
        {may.has('amended') && (
          <Link className="button" to={`/requests/${request.id}/edit`}>
            {words.amend}
          </Link>
        )}
        {may.has('withdrawn') && <StepForm step="withdrawn" button={inRenewal ? words.withdrawRenewal : words.withdraw} />}
      </div>
      {may.has('renewal-requested') && !toAccept && (
        <StepForm step="renewal-requested" title={words.renew} button={words.renewButton} folded>
          <TextField name="months" label={words.months} type="number" min={1} max={60} value="6" required />
          <Field name="text" label={words.reason}>
            {(props) => <textarea {...props} rows={3} required maxLength={2_000} />}
          </Field>
        </StepForm>
      )}
      {may.has('reported') && (
        <StepForm step="reported" title={words.report} button={words.reportButton} folded>
          <Field name="text" label={words.reportText}>
            {(props) => <textarea {...props} rows={4} required maxLength={10_000} />}
          </Field>
          <Field name="publications" label={words.publications} hint={words.optional}>
            {(props) => <textarea {...props} rows={2} />}
          </Field>
        </StepForm>
      )}
      {may.has('revoked') && <RevokeForm />}
    </div>
  );
}

/** Ends the access before its time. */
export function RevokeForm() {
  const { t } = useWords();
  const words = t.requests.steps;
  return (
    <StepForm step="revoked" title={words.revoke} button={words.revokeButton} folded>
      <TextField name="reason" label={words.revokeReason} required maxLength={2_000} />
    </StepForm>
  );
}
