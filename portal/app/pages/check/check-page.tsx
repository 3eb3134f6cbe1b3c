import type { ApiCheckReport, ApiProblem } from '@biotope/node/contract';
import { data, Form, useActionData, useNavigation, type ActionFunctionArgs } from 'react-router';
import { query, problemOf } from '../../api/load.ts';
import { apiContext } from '../../api/request-context.ts';
import { useWords } from '../../language/use-words.tsx';
import { Command } from '../../parts/copy-button.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { CheckResult } from './check-result.tsx';

/** What the node takes in one document; a little more, so that the node itself says no. */
const LARGEST = 4.5 * 2 ** 20;
const STANDARDS = ['own', 'dcat', 'bioschemas', 'ro-crate', 'biotools', 'csv', 'module-metadata', 'oai-pmh'] as const;

type Answer = { report: ApiCheckReport; text: string } | { problem: 'nothing' | 'large'; text: string } | { problem: ApiProblem; text: string };

export async function action({ request, context }: ActionFunctionArgs) {
  if (Number(request.headers.get('content-length') ?? 0) > LARGEST) return data<Answer>({ problem: 'large', text: '' }, { status: 413 });
  const form = await request.formData();
  const pasted = String(form.get('text') ?? '');
  const file = form.get('file');
  const given = file instanceof File && file.size > 0 ? { text: await file.text(), name: file.name } : { text: pasted, name: 'document' };
  if (given.text.trim() === '') return data<Answer>({ problem: 'nothing', text: pasted }, { status: 400 });
  const as = String(form.get('as') ?? '');
  const response = await context.get(apiContext)(`/api/v1/check${query({ name: given.name.slice(0, 300), as })}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', accept: 'application/json, application/problem+json' },
    body: given.text,
  });
  if (!response.ok) return data<Answer>({ problem: await problemOf(response), text: pasted }, { status: response.status });
  return data<Answer>({ report: (await response.json()) as ApiCheckReport, text: pasted });
}

export default function CheckPage() {
  const answer = useActionData<typeof action>();
  const { t } = useWords();
  const busy = useNavigation().state === 'submitting';
  return (
    <>
      <PageTitle>{t.quality.checkTitle}</PageTitle>
      <h1>{t.quality.checkTitle}</h1>
      <p className="lead">{t.quality.checkLead}</p>
      {answer && 'problem' in answer && (
        <div className="banner bad" role="alert">
          {answer.problem === 'nothing' ? t.quality.nothingGiven : answer.problem === 'large' ? t.quality.tooLarge : answer.problem.detail || answer.problem.title}
        </div>
      )}
      {answer && 'report' in answer && <CheckResult report={answer.report} />}
      <Form method="post" encType="multipart/form-data" className="check-form block" aria-busy={busy}>
        <label htmlFor="check-text">{t.quality.text}</label>
        <textarea id="check-text" name="text" rows={14} spellCheck={false} placeholder={t.quality.textHint} defaultValue={answer?.text ?? ''} />
        <div className="check-choices">
          <label>
            {t.quality.file} <input type="file" name="file" />
          </label>
          <label>
            {t.quality.readAs}{' '}
            <select name="as" defaultValue="">
              <option value="">{t.quality.tellByContent}</option>
              {STANDARDS.map((id) => (
                <option key={id} value={id}>
                  {t.quality.standards[id]}
                </option>
              ))}
            </select>
          </label>
          <button className="button main" type="submit" disabled={busy}>
            {t.quality.run}
          </button>
        </div>
      </Form>
      <section className="block">
        <p className="quiet">{t.quality.byHand}</p>
        <Command>npm run --silent biotope -- check my-description.yaml</Command>
      </section>
    </>
  );
}
