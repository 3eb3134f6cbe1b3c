import type { ApiPerson, ApiProblem, ApiRecoveryCodes, ApiSecondFactorBegun, ApiTokenMade } from '@biotope/node/contract';
import { data, type ActionFunctionArgs } from 'react-router';
import { segment } from '../../api/load.ts';
import { change, written } from '../../api/send.ts';

const STEPS = ['profile', 'session', 'token', 'password', 'factor-begin', 'factor-confirm', 'factor-remove'] as const;
/** Which part of the page was used. */
export type Step = (typeof STEPS)[number];

type Answer =
  | { step: Step; done: true }
  | { step: Step; problem: ApiProblem }
  | { step: 'token'; token: ApiTokenMade }
  | { step: 'factor-begin'; begun: ApiSecondFactorBegun }
  | { step: 'factor-confirm'; recoveryCodes: string[] };

/** Does what a form of the account's page asks for. */
export async function changeAccount({ request, url, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const step = STEPS.find((it) => it === form.get('step')) ?? 'profile';
  const here = { context, url };
  const say = (outcome: { done: unknown } | { problem: ApiProblem }) =>
    'problem' in outcome ? data<Answer>({ step, problem: outcome.problem }, { status: outcome.problem.status }) : data<Answer>({ step, done: true });
  if (step === 'profile') return say(await change<ApiPerson>(here, '/api/v1/me', { name: written(form, 'name') ?? '', email: written(form, 'email') ?? null }, 'PATCH'));
  if (step === 'session') {
    const id = written(form, 'id');
    return say(await change(here, id ? `/api/v1/me/sessions/${segment(id)}` : '/api/v1/me/sessions', {}, 'DELETE'));
  }
  if (step === 'password')
    return say(await change(here, '/api/v1/me/password', { password: String(form.get('password') ?? ''), newPassword: String(form.get('newPassword') ?? '') }));
  const factor = '/api/v1/me/second-factor';
  const password = String(form.get('password') ?? '');
  if (step === 'factor-begin') {
    const outcome = await change<ApiSecondFactorBegun>(here, factor, { password });
    return 'problem' in outcome ? say(outcome) : data<Answer>({ step, begun: outcome.done });
  }
  if (step === 'factor-confirm') {
    const outcome = await change<ApiRecoveryCodes>(here, `${factor}/confirmation`, { code: written(form, 'code') ?? '' });
    return 'problem' in outcome ? say(outcome) : data<Answer>({ step, recoveryCodes: outcome.done.recoveryCodes });
  }
  if (step === 'factor-remove') return say(await change(here, factor, { password }, 'DELETE'));
  const id = written(form, 'id');
  if (id) return say(await change(here, `/api/v1/me/tokens/${segment(id)}`, {}, 'DELETE'));
  const outcome = await change<ApiTokenMade>(here, '/api/v1/me/tokens', {
    name: written(form, 'name') ?? '',
    scopes: form.getAll('scope').map(String),
    expires: `${written(form, 'expires') ?? ''}T23:59:59Z`,
  });
  return 'problem' in outcome ? say(outcome) : data<Answer>({ step: 'token', token: outcome.done });
}
