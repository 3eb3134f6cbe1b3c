import type { ApiPolicies, ApiProblem, ApiTryOut } from '@biotope/node/contract';
import { data, redirect, type ActionFunctionArgs } from 'react-router';
import { change, written } from '../../api/send.ts';

/** What a step came to, with the texts as they were written, so that nothing typed is lost. */
export interface Outcome {
  files: Record<string, string>;
  basedOn: number;
  step: 'check' | 'try' | 'adopt';
  flaws: ApiTryOut['flaws'];
  tried?: ApiTryOut;
  problem?: ApiProblem;
}

const NEW = 'new';

/** Checks, tries out or adopts what stands in the form. An empty text takes the file away. */
export async function changePolicies({ request, url, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const files = filesOf(form);
  const basedOn = Number(written(form, 'basedOn') ?? 0);
  const chosen = written(form, 'step');
  const step: Outcome['step'] = chosen === 'adopt' || chosen === 'try' ? chosen : 'check';
  const here = { context, url };
  const answer = (outcome: Partial<Outcome>, status = 200) => data<Outcome>({ files, basedOn, step, flaws: [], ...outcome }, { status });
  if (step === 'adopt') {
    const adopted = await change<ApiPolicies>(here, '/api/v1/policies', { files, basedOn, note: written(form, 'note') }, 'PUT');
    if ('done' in adopted) return redirect(`/policies?adopted=${adopted.done.version}#adopted`, 303);
    const { problem } = adopted;
    return answer({ problem, flaws: flawsOf(problem) }, problem.status);
  }
  const path = step === 'try' ? '/api/v1/policies/try-out' : '/api/v1/policies/check';
  const destination = written(form, 'destination')?.toUpperCase();
  const body = step === 'try' ? { files, people: words(form, 'people'), resources: words(form, 'resources'), ...(destination ? { destination } : {}) } : { files };
  const tried = await change<ApiTryOut>(here, path, body);
  if ('problem' in tried) return answer({ problem: tried.problem }, tried.problem.status);
  const { flaws } = tried.done;
  return answer(step === 'try' && flaws.length === 0 ? { flaws, tried: tried.done } : { flaws });
}

/** The texts by file name. Browsers send lines ended as in letters (CR LF); files hold them as Unix does. */
function filesOf(form: FormData): Record<string, string> {
  const names = form.getAll('name').map(String);
  const texts = form.getAll('text').map((text) => String(text).replaceAll('\r\n', '\n'));
  return Object.fromEntries(names.flatMap((name, place) => ((texts[place] ?? '').trim() === '' ? [] : [[fileName(name), texts[place] as string]])));
}

const fileName = (name: string): string => {
  const trimmed = name.trim() || NEW;
  return trimmed.endsWith('.cedar') ? trimmed : `${trimmed}.cedar`;
};

const words = (form: FormData, name: string): string[] => (written(form, name) ?? '').split(/[\s,，、]+/).filter(Boolean);

/** The places that a refusal names, such as `own.cedar:3:12`. */
const flawsOf = (problem: ApiProblem): Outcome['flaws'] =>
  (problem.errors ?? []).flatMap(({ pointer, reason }) => {
    const [, file, line, column] = /^(.+):(\d+):(\d+)$/.exec(pointer) ?? [];
    return file ? [{ file, line: Number(line), column: Number(column), reason }] : [];
  });
