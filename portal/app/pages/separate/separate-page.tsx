import type { ApiProblem, ApiResource, ApiStatements } from '@biotope/node/contract';
import { data, Form, Link, redirect, useActionData, useLoaderData, useLocation, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { keepersOnly } from '../../api/keeper.ts';
import { load, segment } from '../../api/load.ts';
import { change, written } from '../../api/send.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { StatementsTable } from '../resource/statements-table.tsx';

const recordIn = ({ searchParams }: URL) => ({ source: searchParams.get('source') ?? '', record: searchParams.get('record') ?? '' });

export async function loader({ params, url, context }: LoaderFunctionArgs) {
  await keepersOnly({ context, url });
  const at = `/api/v1/resources/${segment(params['id'] ?? '')}`;
  const [resource, { fields }] = await Promise.all([load<ApiResource>(context, at), load<ApiStatements>(context, `${at}/statements`)]);
  const { source, record } = recordIn(url);
  const asked = resource.sources.find((it) => it.source === source && it.record === record);
  const others = resource.sources.filter((it) => it !== asked && (it.source !== 'local' || it.record !== resource.id));
  // The record that is asked about stands first, beside what the others say.
  const speakers = asked ? [asked, ...resource.sources.filter((it) => it !== asked)] : [];
  const inOrder = fields.toSorted((a, b) => Number(b.differ) - Number(a.differ));
  return data({ id: resource.id, title: resource.title, asked, speakers, fields: inOrder, alone: others.length === 0 }, { status: asked ? 200 : 404 });
}

export async function action({ request, params, url, context }: ActionFunctionArgs) {
  const id = params['id'] ?? '';
  const note = written(await request.formData(), 'note');
  const answer = await change<ApiResource>({ context, url }, `/api/v1/resources/${segment(id)}/separate`, { ...recordIn(url), note });
  if ('problem' in answer) return data<ApiProblem>(answer.problem, { status: answer.problem.status });
  return redirect(`/r/${answer.done.id}?separated=${segment(id)}#done`, 303);
}

/** Asks once more before a record is taken out of a resource, with what the record says in view. */
export default function SeparatePage() {
  const { id, title, asked, speakers, fields, alone } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { t, say } = useWords();
  const { pathname, search } = useLocation();
  const words = t.curation.separate;
  return (
    <div className="decide-page">
      <PageTitle>{words.title}</PageTitle>
      <p className="crumbs">
        <Link to={`/r/${id}`}>
          <Said of={title} />
        </Link>
      </p>
      <h1>{asked && !alone ? words.question(say(asked.title), asked.record, say(title)) : words.title}</h1>
      {(!asked || alone) && <p className="banner">{asked ? words.alone : words.nothing}</p>}
      {refused && (
        <Notice id="refused" tone="bad">
          <b>{t.curation.queue.failed}.</b> <span lang="en">{refused.detail}</span>
        </Notice>
      )}
      {asked && !alone && (
        <>
          <p className="lead">{words.lead}</p>
          <Form method="post" action={pathname + search} className="decision block">
            <div className="steps-row">
              <div className="field">
                <label htmlFor="note" className="small quiet">
                  {t.curation.queue.note}
                  {t.brackets(t.curation.queue.noteHint)}
                </label>
                <input id="note" name="note" type="text" maxLength={1000} autoComplete="off" />
              </div>
              <button type="submit" className="button main">
                {words.button}
              </button>
              <Link className="button" to={`/r/${id}`}>
                {words.cancel}
              </Link>
            </div>
          </Form>
          <section className="block">
            <h2>{words.says}</h2>
            <StatementsTable id={id} fields={fields} speakers={speakers} keeper={false} />
          </section>
        </>
      )}
    </div>
  );
}
