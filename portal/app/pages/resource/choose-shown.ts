import { data, redirect, type ActionFunctionArgs } from 'react-router';
import { segment } from '../../api/load.ts';
import { change, written } from '../../api/send.ts';

/** A keeper chooses whose value of a field is shown; without a record it is the policy's again. */
export async function chooseShown({ request, url, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const id = params['id'] ?? '';
  const [field = '', source, record] = ['field', 'source', 'record'].map((name) => written(form, name));
  const answer = await change({ context, url }, `/api/v1/resources/${segment(id)}/choices`, { field, choice: source && record ? { source, record } : null });
  if ('problem' in answer) throw data(answer.problem, { status: answer.problem.status });
  return redirect(`/r/${segment(id)}?changed=${encodeURIComponent(field)}#changed`, 303);
}
