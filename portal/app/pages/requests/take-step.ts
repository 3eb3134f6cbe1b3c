import type { ApiProblem, ApiRequest } from '@biotope/node/contract';
import { data, redirect, type ActionFunctionArgs } from 'react-router';
import { segment } from '../../api/load.ts';
import { change, written } from '../../api/send.ts';
import { lines } from './read-application.ts';

/** The steps a request's page has forms for: where each goes and what it carries. */
const STEPS: Record<string, { path: string; body: (form: FormData, language: string) => object }> = {
  submitted: { path: 'submit', body: () => ({}) },
  withdrawn: { path: 'withdraw', body: () => ({}) },
  voted: {
    path: 'vote',
    body: (form, language) => ({
      kind: written(form, 'kind'),
      vote: written(form, 'vote'),
      reason: written(form, 'reason') ?? '',
      obligations: lines(form, 'obligations').map((it) => ({ [language]: it })),
      ...(written(form, 'until') ? { until: written(form, 'until') } : {}),
    }),
  },
  asked: { path: 'question', body: (form) => ({ text: written(form, 'text') ?? '' }) },
  answered: { path: 'answer', body: (form) => ({ text: written(form, 'text') ?? '' }) },
  'stepped-aside': { path: 'step-aside', body: (form) => ({ reason: written(form, 'reason') ?? '' }) },
  'renewal-requested': { path: 'renewal', body: (form) => ({ months: Number(written(form, 'months') ?? 0), text: written(form, 'text') ?? '' }) },
  reported: { path: 'reports', body: (form) => ({ text: written(form, 'text') ?? '', publications: lines(form, 'publications') }) },
  revoked: { path: 'revoke', body: (form) => ({ reason: written(form, 'reason') ?? '' }) },
};

/** Takes the step a form of the page asks for; what the node refuses is answered on the page. */
export async function takeStep({ request, params, url, context }: ActionFunctionArgs) {
  const id = params['id'] ?? '';
  const form = await request.formData();
  const name = written(form, 'step') ?? '';
  const step = STEPS[name];
  if (!step) return data<ApiProblem>({ type: 'about:blank', title: 'No such step', status: 400, detail: 'The page has no such step.', requestId: '' }, { status: 400 });
  const answer = await change<ApiRequest>({ context, url }, `/api/v1/requests/${segment(id)}/${step.path}`, step.body(form, written(form, 'language') ?? 'en'));
  if ('problem' in answer) return data<ApiProblem>(answer.problem, { status: answer.problem.status });
  return redirect(`/requests/${segment(id)}?done=${name}#done`, 303);
}
