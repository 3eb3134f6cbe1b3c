import type { ApiDataCategories, ApiProblem, ApiRedLines } from '@biotope/node/contract';
import { data, redirect, useActionData, useLoaderData, useSearchParams, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { load, segment } from '../../api/load.ts';
import { change, written } from '../../api/send.ts';
import { hasRole } from '../../api/visitor.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { Day } from '../../parts/day.tsx';
import { Notice } from '../../parts/notice.tsx';
import { OutLink } from '../../parts/out-link.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { useVisitor } from '../../parts/use-visitor.ts';
import { Problem } from './problem.tsx';
import { EndForm, EnterForm } from './red-line-forms.tsx';

export async function loader({ context }: LoaderFunctionArgs) {
  const [lines, categories] = await Promise.all([load<ApiRedLines>(context, '/api/v1/red-lines'), load<ApiDataCategories>(context, '/api/v1/data-categories')]);
  return { lines: lines.items, categories: categories.items };
}

export async function action({ request, context, url }: ActionFunctionArgs) {
  const form = await request.formData();
  const ends = written(form, 'end');
  const of = (name: string) => written(form, name);
  const answer = ends
    ? await change({ context, url }, `/api/v1/red-lines/${segment(ends)}/end`, { reason: of('reason') ?? '', ...(of('until') ? { until: of('until') } : {}) })
    : await change({ context, url }, '/api/v1/red-lines', {
        id: of('id') ?? '',
        title: { en: of('title-en') ?? '', zh: of('title-zh') ?? '' },
        dataCategory: of('other-kind') ?? of('kind') ?? '',
        forbids: of('forbids') ?? '',
        ...(of('country') ? { country: of('country')?.toUpperCase() } : {}),
        source: {
          title: of('source-title') ?? '',
          date: of('source-date') ?? '',
          ...(of('source-url') ? { url: of('source-url') } : {}),
          ...(of('section') ? { section: of('section') } : {}),
        },
        from: of('from') ?? '',
        ...(of('until') ? { until: of('until') } : {}),
      });
  if ('problem' in answer) return data<ApiProblem>(answer.problem, { status: answer.problem.status });
  return redirect(`/red-lines?done=${ends ? 'ended' : 'entered'}#done`, 303);
}

/** What is never given out, for everybody to read; entering and ending for those who keep it. */
export default function RedLinesPage() {
  const { lines, categories } = useLoaderData<typeof loader>();
  // Whether they may is decided when the form is sent.
  const mine = hasRole(useVisitor(), 'operator', 'steward');
  const refused = useActionData<typeof action>();
  const [search] = useSearchParams();
  const { t } = useWords();
  const words = t.stewardship.redLines;
  const done = search.get('done');
  return (
    <>
      <PageTitle>{words.title}</PageTitle>
      <h1>{words.title}</h1>
      <p className="lead">{words.lead}</p>
      {done && !refused && <Notice id="done">{done === 'ended' ? words.endedNow : words.entered}</Notice>}
      {refused && <Problem problem={refused} title={words.refused} />}
      {lines.length === 0 && <p className="banner calm">{words.empty}</p>}
      {lines.length > 0 && (
        <div className="wide block">
          <table className="findings">
            <thead>
              <tr>
                <th>{words.line}</th>
                <th>{words.kind}</th>
                <th>{words.forbids}</th>
                <th>{words.source}</th>
                <th>{words.from}</th>
                <th>{words.until}</th>
                <th>{words.state}</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <RedLineRow key={line.id} line={line} keeps={mine} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {mine && <EnterForm categories={categories} open={lines.length === 0 || refused !== undefined} />}
    </>
  );
}

function RedLineRow({ line, keeps: mine }: { line: ApiRedLines['items'][number]; keeps: boolean }) {
  const { t, format } = useWords();
  const words = t.stewardship.redLines;
  const { source } = line;
  return (
    <tr>
      <th scope="row">
        <Said of={line.title} />
        <div className="small quiet mono">{line.id}</div>
        {mine && line.state !== 'over' && !line.ended && <EndForm line={line} />}
      </th>
      <td>
        <Said of={line.dataCategory.label} />
      </td>
      <td>
        {words.forbid[line.forbids]}
        {line.country && t.brackets(line.country)}
      </td>
      <td>
        {source.url ? <OutLink to={source.url}>{source.title}</OutLink> : source.title}
        <div className="small quiet">{[source.section, source.date].filter(Boolean).join(t.comma)}</div>
      </td>
      <td>
        <Day at={line.from} table />
      </td>
      <td>{line.until && <Day at={line.until} table />}</td>
      <td>
        {words.states[line.state]}
        {line.ended && <div className="small quiet">{words.ended(format.isoDay(line.ended.at), line.ended.reason)}</div>}
      </td>
    </tr>
  );
}
