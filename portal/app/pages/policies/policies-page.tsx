import type { ApiPolicies, ApiPolicySet, ApiPolicyVersions } from '@biotope/node/contract';
import { useActionData, useLoaderData, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { load } from '../../api/load.ts';
import { useWords } from '../../language/use-words.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Refusal } from '../account/refusal.tsx';
import { signedInOnly } from '../people/signed-in-only.ts';
import { changePolicies } from './change-policies.ts';
import { Editor } from './editor.tsx';
import { PolicyList } from './policy-list.tsx';
import { TriedOut } from './tried-out.tsx';
import { Difference, Versions } from './versions.tsx';

export async function loader({ url, context }: LoaderFunctionArgs) {
  await signedInOnly({ url, context });
  const numbered = (name: string) => {
    const text = url.searchParams.get(name);
    return text && /^\d{1,9}$/.test(text) ? Number(text) : null;
  };
  const setOf = (version: number | null) => (version === null ? null : load<ApiPolicySet>(context, `/api/v1/policies/versions/${version}`));
  const compare = numbered('compare');
  const [policies, versions, earlier, after, before] = await Promise.all([
    load<ApiPolicies>(context, '/api/v1/policies'),
    load<ApiPolicyVersions>(context, '/api/v1/policies/versions'),
    setOf(numbered('with')),
    setOf(compare),
    setOf(compare === null ? null : Math.max(0, compare - 1)),
  ]);
  return { policies, versions: versions.items, earlier, adopted: numbered('adopted'), difference: before && after ? { before, after } : null };
}

export const action = (args: ActionFunctionArgs) => changePolicies(args);

/** What may be done at this node, and why: the policies in force, to be changed, tried out and taken back. */
export default function PoliciesPage() {
  const { policies, versions, earlier, adopted, difference } = useLoaderData<typeof loader>();
  const outcome = useActionData<typeof action>();
  const { t, format } = useWords();
  const words = t.policies.page;
  const files = outcome?.files ?? earlier?.files ?? policies.files;
  const told = outcome?.flaws.length ? undefined : outcome?.problem?.detail;
  return (
    <>
      <PageTitle>{words.title}</PageTitle>
      <h1>{words.title}</h1>
      <p className="lead">{words.lead}</p>
      {policies.broken && (
        <p className="banner bad" role="alert">
          <b>{words.broken}</b> <span lang="en">{policies.broken}</span>
        </p>
      )}
      {policies.refused && (
        <div className="banner bad" role="alert">
          <b>{words.refused(format.isoMinute(policies.refused.at))}</b>
          <ul>
            {policies.refused.flaws.map(({ file, line, column, reason }) => (
              <li key={`${file}:${line}:${column}:${reason}`}>
                <code>{`${file}:${line}:${column}`}</code> <span lang="en">{reason}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {adopted !== null && !outcome && <Notice id="adopted">{words.adopted(adopted)}</Notice>}
      {earlier && !outcome && <Notice id="earlier">{words.earlier(earlier.version)}</Notice>}
      <Refusal detail={told} />
      {outcome?.step === 'check' && outcome.flaws.length === 0 && !outcome.problem && <Notice id="checked">{words.holds}</Notice>}
      {outcome?.tried && <TriedOut tried={outcome.tried} />}
      <Editor policies={policies} files={files} basedOn={outcome?.basedOn ?? policies.version} outcome={outcome} />
      {difference && <Difference {...difference} />}
      <PolicyList policies={policies.policies} />
      <Versions versions={versions} current={policies.version} />
    </>
  );
}
