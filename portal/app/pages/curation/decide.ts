import type { ApiProblem } from '@biotope/node/contract';
import { data, redirect, type ActionFunctionArgs } from 'react-router';
import { change, written } from '../../api/send.ts';

const STEPS = ['accept', 'refuse', 'undo'] as const;

/** What the page remembers of the last step; a new one forgets it. */
const LAST = ['decided', 'looked'];

/**
 * Takes the step a form of the queue asks for and leads back to the same place of the queue, whose address then says
 * what was done. What the node refuses is answered on the page.
 */
export async function decide({ request, url, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const back = new URLSearchParams(url.searchParams);
  for (const name of LAST) back.delete(name);
  const to = (name: string, value: string, place: string) => {
    back.set(name, value);
    return redirect(`/curation?${back}#${place}`, 303);
  };

  const step = STEPS.find((it) => it === written(form, 'step'));
  const proposal = written(form, 'proposal') ?? '';
  if (!step) {
    const answer = await change<{ proposed: number }>({ context, url }, '/api/v1/curation/doubles');
    return 'done' in answer ? to('looked', String(answer.done.proposed), 'looked') : refusal('', answer.problem);
  }
  const answer = await change({ context, url }, `/api/v1/curation/proposals/${encodeURIComponent(proposal)}/${step}`, {
    note: written(form, 'note'),
    replacement: written(form, 'replacement'),
  });
  return 'done' in answer ? to('decided', proposal, `proposal-${proposal}`) : refusal(proposal, answer.problem);
}

const refusal = (proposal: string, problem: ApiProblem) => data({ proposal, problem }, { status: problem.status });
