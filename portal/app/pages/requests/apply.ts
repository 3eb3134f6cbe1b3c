import type { ApiApplicationCheck, ApiProblem, ApiRequest } from '@biotope/node/contract';
import { data, redirect, type RouterContextProvider } from 'react-router';
import { segment } from '../../api/load.ts';
import { change, written } from '../../api/send.ts';
import { readApplication } from './read-application.ts';
import type { Application } from './shapes.ts';

type Asked = { context: Readonly<RouterContextProvider>; url: URL };
/** What the node says, with what was written, so that the form still holds it where the page came anew. */
export type ApplicationAnswer = ({ check: ApiApplicationCheck } | { problem: ApiProblem }) & { application: Application };

/**
 * Takes the form of a request: tells what would become of it, keeps it as a draft, or hands it in. One that can't be
 * handed in yet is kept, and its page says what is missing.
 */
export async function applyWith(asked: Asked, form: FormData, { resource, request }: { resource: string; request?: string }) {
  const application = readApplication(form);
  const refusal = (problem: ApiProblem) => data<ApplicationAnswer>({ problem, application }, { status: problem.status });
  const step = written(form, 'step');
  if (step !== 'save' && step !== 'submit') {
    const answer = await change<ApiApplicationCheck>(asked, '/api/v1/requests/check', { resource, application });
    return 'done' in answer ? data<ApplicationAnswer>({ check: answer.done, application }) : refusal(answer.problem);
  }
  const kept = request
    ? await change<ApiRequest>(asked, `/api/v1/requests/${segment(request)}`, { application }, 'PUT')
    : await change<ApiRequest>(asked, '/api/v1/requests', { resource, application });
  if ('problem' in kept) return refusal(kept.problem);
  const { id, agreement } = kept.done;
  if (step === 'save' || (agreement && !agreement.accepted)) return redirect(`/requests/${id}?done=amended#done`, 303);
  const submitted = await change<ApiRequest>(asked, `/api/v1/requests/${id}/submit`);
  return redirect('done' in submitted ? `/requests/${id}?done=submitted#done` : `/requests/${id}?done=amended#done`, 303);
}
