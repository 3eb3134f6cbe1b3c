import type { ApiAccess, ApiCertificate, ApiCheckFindings, ApiProblem } from '@biotope/node/contract';
import { data, Link, redirect, useActionData, useLoaderData, useSearchParams, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { isSignedIn } from '../../api/keeper.ts';
import { loadName } from '../../api/load-name.ts';
import { ask, load, problemOf, segment } from '../../api/load.ts';
import { change, send, signInAddress, written } from '../../api/send.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { CertificateMark } from './certificate-mark.tsx';
import { CertifyForm, RevokeForm, RunForm } from './certify-forms.tsx';
import { Findings } from './findings.tsx';
import { handIn } from './hand-in.ts';
import { Problem } from './problem.tsx';

export async function loader({ params, context, url }: LoaderFunctionArgs) {
  const id = params['id'] ?? '';
  if (!(await isSignedIn(context))) throw redirect(signInAddress(url), 303);
  const at = `/api/v1/resources/${segment(id)}`;
  const [title, access, checks] = await Promise.all([loadName(context, id), load<ApiAccess>(context, `${at}/access`), ask(context, `${at}/checks`)]);
  if (!checks.ok && checks.status !== 404) throw data(await problemOf(checks), { status: checks.status });
  return { title, access, report: checks.ok ? ((await checks.json()) as ApiCheckFindings) : null };
}

export async function action({ request, params, context, url }: ActionFunctionArgs) {
  const id = params['id'] ?? '';
  const at = `/api/v1/resources/${segment(id)}`;
  const handed = await handIn(request);
  if (handed === 'too-large') return data<Refused>({ tooLarge: true }, { status: 413 });
  const { form, table } = handed;
  const back = (done: string) => redirect(`/r/${segment(id)}/certify?done=${done}#${done}`, 303);
  const refuse = async (response: Response) => {
    if (response.status === 401) throw redirect(signInAddress(url), 303);
    return data<Refused>({ problem: await problemOf(response) }, { status: response.status });
  };
  switch (written(form, 'step')) {
    case 'certify': {
      const answer = await change<ApiCertificate>({ context, url }, `${at}/certificate`, {
        report: Number(form.get('report')),
        ...(written(form, 'months') ? { months: Number(written(form, 'months')) } : {}),
        ...(written(form, 'reason') ? { reason: written(form, 'reason') } : {}),
      });
      return 'done' in answer ? back('certified') : data<Refused>({ problem: answer.problem }, { status: answer.problem.status });
    }
    case 'revoke': {
      const response = await send(context, 'DELETE', `${at}/certificate?reason=${encodeURIComponent(written(form, 'reason') ?? '')}`);
      return response.ok ? back('revoked') : refuse(response);
    }
    default: {
      const response = await table(context, `${at}/checks`);
      return response.ok ? back('checked') : refuse(response);
    }
  }
}
type Refused = { tooLarge: true; problem?: undefined } | { problem: ApiProblem; tooLarge?: undefined };

/** What the checks found, and the certificate that follows from it. */
export default function CertifyPage() {
  const { title, access, report } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [search] = useSearchParams();
  const { t, say } = useWords();
  const words = t.stewardship.certify;
  const done = refused ? null : search.get('done');
  const { certificate } = access;
  return (
    <>
      <PageTitle>{words.title(say(title))}</PageTitle>
      <p className="crumbs">
        <Link to={`/r/${access.resource}`}>
          <Said of={title} />
        </Link>
      </p>
      <h1>{words.title(say(title))}</h1>
      <p className="lead">{words.lead}</p>
      {refused?.problem && <Problem problem={refused.problem} title={words.refused} />}
      {refused?.tooLarge && (
        <Notice id="refused" tone="bad">
          {words.tooLarge}
        </Notice>
      )}
      {done === 'certified' && <Notice id="certified">{words.done}</Notice>}
      {done === 'revoked' && <Notice id="revoked">{words.revoked}</Notice>}
      <section className="block stack">
        <h2>{words.now}</h2>
        {certificate ? <CertificateMark certificate={certificate} /> : <p>{words.none}</p>}
        {certificate?.state === 'valid' && <RevokeForm />}
      </section>
      <section className="block stack" id="checked">
        <h2>{words.checks}</h2>
        {report ? <Findings report={report} /> : <p>{words.notChecked}</p>}
        <RunForm resource={access.resource} />
      </section>
      {report && <CertifyForm report={report} />}
    </>
  );
}
