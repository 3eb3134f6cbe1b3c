import type { ApiResource, ApiTombstone } from '@biotope/node/contract';
import { data, redirect, useLoaderData, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { ask, load, problemOf, segment } from '../../api/load.ts';
import { useWords } from '../../language/use-words.tsx';
import { JsonLd } from '../../parts/json-ld.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { CameBy, olderAddress } from './came-by.tsx';
import { chooseShown } from './choose-shown.ts';
import { Facts } from './facts.tsx';
import { Head } from './head.tsx';
import { loadResourcePage, type ResourcePage as Page } from './load-page.ts';
import { CanPanel } from './can-panel.tsx';
import { Preview } from './preview.tsx';
import { SourceOf } from './source-of.tsx';
import { about, SECTIONS } from './sections/index.ts';
import type { Section } from './sections/section.ts';
import { TombstonePage } from './tombstone-page.tsx';

type Answer = { tombstone: ApiTombstone; page?: undefined } | { tombstone?: undefined; page: Page; older: string | null };

export const action = (args: ActionFunctionArgs) => chooseShown(args);

export async function loader({ params, url, context }: LoaderFunctionArgs) {
  const id = params['id'] ?? '';
  const response = await ask(context, `/api/v1/resources/${segment(id)}`);
  if (response.status === 410) return data<Answer>({ tombstone: (await response.json()) as ApiTombstone }, { status: 410 });
  if (!response.ok) throw data(await problemOf(response), { status: response.status });
  const resource = (await response.json()) as ApiResource;
  // Merged into another: that one's address is the one to keep, and says which way one came.
  if (resource.id !== id) throw redirect(`/r/${resource.id}?from=${segment(id)}`, 301);
  const [page, older] = await Promise.all([loadResourcePage(resource, (path) => load(context, path)), olderAddress(url.searchParams, resource, (path) => ask(context, path))]);
  return data<Answer>({ page, older });
}

export default function ResourcePage() {
  const answer = useLoaderData<typeof loader>();
  const { say } = useWords();
  if (answer.tombstone) return <TombstonePage tombstone={answer.tombstone} />;
  const { page, older } = answer;
  return (
    <article className="resource">
      <PageTitle>{say(page.resource.title)}</PageTitle>
      <CameBy id={page.resource.id} older={older} />
      <Head page={page} />
      <JsonLd data={page.bioschemas} />
      <div className="resource-columns">
        <div className="opening">
          <SectionBlock section={about} page={page} />
        </div>
        <div className="sections">
          {SECTIONS.filter((section) => section.shown(page)).map((section) => (
            <SectionBlock key={section.id} section={section} page={page} />
          ))}
        </div>
        <div className="side">
          <Facts page={page} />
          <CanPanel page={page} />
          <Preview page={page} />
        </div>
      </div>
    </article>
  );
}

function SectionBlock({ section: { id, title, fields, Body }, page }: { section: Section; page: Page }) {
  const { t } = useWords();
  return (
    <section id={id} className="block">
      <div className="heading-row">
        <h2>{title(t)}</h2>
        <SourceOf fields={fields} resource={page.resource} />
      </div>
      <Body page={page} />
    </section>
  );
}
