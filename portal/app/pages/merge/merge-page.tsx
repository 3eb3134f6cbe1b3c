import type { ApiProblem, ApiResource } from '@biotope/node/contract';
import { data, Form, Link, redirect, useActionData, useLoaderData, useLocation, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { keepersOnly } from '../../api/keeper.ts';
import { load, query, segment } from '../../api/load.ts';
import { change, written } from '../../api/send.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { IconSearch } from '../../look/icons.ts';
import { Notice } from '../../parts/notice.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { ResourceLink } from '../../parts/resource-link.tsx';
import { comparableResource, Comparison } from '../curation/comparison.tsx';
import { findOther, readStanding } from './find-other.ts';

export async function loader({ params, url, context }: LoaderFunctionArgs) {
  await keepersOnly({ context, url });
  const [asked, chosen] = [url.searchParams.get('other')?.trim() ?? '', url.searchParams.get('with')];
  const [resource, other, found] = await Promise.all([
    load<ApiResource>(context, `/api/v1/resources/${segment(params['id'] ?? '')}`),
    chosen ? readStanding(context, chosen) : null,
    asked && !chosen ? findOther(context, asked) : [],
  ]);
  return { resource, asked, chosen, other, found: found.filter(({ id }) => id !== resource.id) };
}

export async function action({ request, params, url, context }: ActionFunctionArgs) {
  const id = params['id'] ?? '';
  const form = await request.formData();
  const other = written(form, 'with') ?? '';
  const records = (await readStanding(context, other))?.sources ?? [];
  const answer = await change<ApiResource>({ context, url }, `/api/v1/resources/${segment(id)}/merge`, { with: other, note: written(form, 'note') });
  if ('problem' in answer) return data<ApiProblem>(answer.problem, { status: answer.problem.status });
  const stands = answer.done.id;
  // Where the other was one record, that record is the way back.
  const [only] = records.length === 1 && stands === id ? records : [];
  return redirect(`/r/${stands}${query({ merged: stands === id ? other : id, source: only?.source, record: only?.record })}#done`, 303);
}

/** Finds the resource that is the same thing, shows both side by side, and asks. */
export default function MergePage() {
  const { resource, asked, chosen, other, found } = useLoaderData<typeof loader>();
  const { t, say } = useWords();
  const words = t.curation.merge;
  const here = `/r/${resource.id}/merge`;
  const itself = other?.id === resource.id;
  return (
    <>
      <PageTitle>{words.titleOf(say(resource.title))}</PageTitle>
      <p className="crumbs">
        <Link to={`/r/${resource.id}`}>
          <Said of={resource.title} />
        </Link>
      </p>
      <h1>{words.titleOf(say(resource.title))}</h1>
      {(!other || itself) && (
        <>
          <p className="lead">{words.lead}</p>
          <form action={here} method="get" className="block stack">
            <label htmlFor="other">{words.ask}</label>
            <div className="one-line">
              <input key={asked} id="other" name="other" type="text" defaultValue={asked} placeholder={words.askHint} required />
              <button type="submit" className="button main">
                <IconSearch size={16} aria-hidden /> {words.find}
              </button>
            </div>
          </form>
          {itself && <p className="banner">{words.itself}</p>}
          {chosen && !other && <p className="banner">{words.withdrawn}</p>}
          {asked && !chosen && found.length === 0 && <p className="banner calm">{words.nothing(asked)}</p>}
          <ul className="found-others ruled">
            {found.map((it) => (
              <li key={it.id}>
                <div>
                  <ResourceLink resource={it} />
                  <div className="small quiet">{[...it.identifiers.slice(0, 3), ...new Set(it.sources.map(({ title }) => say(title)))].join(' · ')}</div>
                </div>
                <Link className="button" to={`${here}${query({ with: it.id })}`}>
                  {words.compare}
                  <span className="visually-hidden"> ({say(it.title)})</span>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
      {other && !itself && <Confirm resource={resource} other={other} />}
    </>
  );
}

function Confirm({ resource, other }: { resource: ApiResource; other: ApiResource }) {
  const { t } = useWords();
  const { pathname, search } = useLocation();
  const refused = useActionData<typeof action>();
  const words = t.curation.merge;
  return (
    <section className="block">
      <h2>{words.question}</h2>
      {refused && (
        <Notice id="refused" tone="bad">
          <b>{t.curation.queue.failed}.</b> <span lang="en">{refused.detail}</span>
        </Notice>
      )}
      <Comparison pair={[comparableResource(resource), comparableResource(other)]} />
      <Form method="post" action={pathname + search} className="decision">
        <input type="hidden" name="with" value={other.id} />
        <div className="steps-row">
          <div className="field">
            <label htmlFor="note" className="small quiet">
              {t.curation.queue.note}
              {t.brackets(t.curation.queue.noteHint)}
            </label>
            <input id="note" name="note" type="text" maxLength={1000} autoComplete="off" />
          </div>
          <button type="submit" className="button main">
            {words.accept}
          </button>
          <Link className="button" to={`/r/${resource.id}/merge`}>
            {words.other}
          </Link>
          <Link className="button" to={`/r/${resource.id}`}>
            {words.cancel}
          </Link>
        </div>
        <p className="small quiet">{words.follows}</p>
      </Form>
    </section>
  );
}
