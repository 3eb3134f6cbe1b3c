import type { ApiProblem } from '@biotope/node/contract';
import { data, type ActionFunctionArgs } from 'react-router';
import { segment } from '../../api/load.ts';
import { change, written } from '../../api/send.ts';

const STEPS = ['join', 'admit', 'refuse', 'amend', 'offer', 'end', 'leave', 'rotate', 'revoke'] as const;
type Step = (typeof STEPS)[number];
/** What can't be taken back is done only where it was confirmed. */
const TO_CONFIRM: readonly Step[] = ['end', 'leave', 'rotate', 'revoke'];

type Answer = { step: Step; id: string | undefined; done: true } | { step: Step; id: string | undefined; problem: Pick<ApiProblem, 'detail' | 'status'> | 'unconfirmed' };

/** Does what a form of the page asks for, as the visitor. */
export async function changeMemberships({ request, url, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const step = STEPS.find((it) => it === form.get('step')) ?? 'join';
  const id = written(form, 'id');
  if (TO_CONFIRM.includes(step) && form.get('sure') !== 'yes') return data<Answer>({ step, id, problem: 'unconfirmed' }, { status: 422 });
  const here = { context, url };
  const { path, body, method = 'POST' } = asked(step, id, form);
  const outcome = await change(here, path, body, method);
  return 'problem' in outcome ? data<Answer>({ step, id, problem: outcome.problem }, { status: outcome.problem.status }) : data<Answer>({ step, id, done: true });
}

function asked(step: Step, id: string | undefined, form: FormData): { path: string; body: object; method?: 'PATCH' } {
  const one = `/api/v1/federation/memberships/${segment(id ?? '')}`;
  const reason = written(form, 'reason');
  switch (step) {
    case 'join':
      return { path: '/api/v1/federation/memberships', body: { hub: written(form, 'hub') ?? '', role: form.get('role'), ...handedOver(form) } };
    case 'admit':
      return { path: `${one}/admit`, body: admission(form) };
    case 'amend':
      return { path: one, body: admission(form), method: 'PATCH' };
    case 'offer':
      return { path: one, body: handedOver(form), method: 'PATCH' };
    case 'refuse':
      return { path: `${one}/refuse`, body: reason ? { reason } : {} };
    case 'end':
    case 'leave':
      return { path: `${one}/end`, body: reason ? { reason } : {} };
    case 'rotate':
      return { path: '/api/v1/federation/keys/rotation', body: {} };
    case 'revoke':
      return { path: '/api/v1/federation/keys/revocation', body: {} };
  }
}

const handedOver = (form: FormData) => ({ sharesGroup: form.get('sharesGroup') === 'yes', trustsAskers: form.get('trustsAskers') === 'yes' });

/** Role, scope and term as a hub's operator sets them; a term ends with its day (UTC). */
function admission(form: FormData): object {
  const categories = form.getAll('category').map(String);
  const topics = (written(form, 'topics') ?? '').split(/[\s,，;；、]+/).filter(Boolean);
  const until = written(form, 'until');
  return {
    role: form.get('role'),
    scope: { ...(categories.length > 0 ? { categories } : {}), ...(topics.length > 0 ? { topics } : {}) },
    until: until ? `${until}T23:59:59Z` : null,
  };
}
