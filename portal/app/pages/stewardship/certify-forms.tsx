import type { ApiCheckFindings } from '@biotope/node/contract';
import { Form, useNavigation } from 'react-router';
import { useWords } from '../../language/use-words.tsx';
import { Command } from '../../parts/copy-button.tsx';
import { TextField } from './fields.tsx';

const useBusy = () => useNavigation().state === 'submitting';
const USUAL_MONTHS = 12;
const MOST_MONTHS = 36;

export function RunForm({ resource }: { resource: string }) {
  const { t } = useWords();
  const words = t.stewardship.certify;
  const busy = useBusy();
  return (
    <Form method="post" encType="multipart/form-data" className="steward-form" aria-busy={busy}>
      <div className="field">
        <label htmlFor="table">{words.table}</label>
        <input id="table" name="table" type="file" accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain" />
      </div>
      <TextField name="quasi" label={words.quasi} hint={words.quasiHint} />
      <p>
        <button type="submit" className="button" name="step" value="check" disabled={busy}>
          {words.run}
        </button>
      </p>
      <details className="small">
        <summary>{words.larger}</summary>
        <Command>{`curl -H "Authorization: Bearer …" -H "Content-Type: text/csv" --data-binary @table.csv …/api/v1/resources/${resource}/checks`}</Command>
      </details>
    </Form>
  );
}

export function CertifyForm({ report }: { report: ApiCheckFindings }) {
  const { t } = useWords();
  const words = t.stewardship.certify;
  const busy = useBusy();
  const open = report.checks.filter(({ outcome }) => outcome !== 'passes').length;
  return (
    <section className="block">
      <h2>{words.certifyTitle}</h2>
      <Form method="post" className="steward-form" aria-busy={busy}>
        <input type="hidden" name="report" value={report.id} />
        <p>{open === 0 ? words.allPass : words.open(open)}</p>
        {open > 0 && <TextField name="reason" label={words.reason} hint={words.reasonShown} maxLength={2_000} required />}
        <div className="field">
          <label htmlFor="months">{words.months}</label>
          <input id="months" name="months" type="number" min={1} max={MOST_MONTHS} defaultValue={USUAL_MONTHS} />
        </div>
        <p>
          <button type="submit" className="button main" name="step" value="certify" disabled={busy}>
            {open === 0 ? words.button : words.sign}
          </button>
        </p>
      </Form>
    </section>
  );
}

export function RevokeForm() {
  const { t } = useWords();
  const words = t.stewardship.certify;
  const busy = useBusy();
  return (
    <details>
      <summary>{words.revokeTitle}</summary>
      <Form method="post" className="steward-form" aria-busy={busy}>
        <TextField name="reason" id="revoke-reason" label={words.reason} maxLength={2_000} required />
        <p>
          <button type="submit" className="button" name="step" value="revoke" disabled={busy}>
            {words.revoke}
          </button>
        </p>
      </Form>
    </details>
  );
}
