import type { ApiTombstone } from '@biotope/node/contract';
import { data, useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { ask, load, problemOf, segment } from '../../api/load.ts';
import { useWords } from '../../language/use-words.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Facts } from './facts.tsx';
import { Head } from './head.tsx';
import { loadResourcePage, type ResourcePage as Page } from './load-page.ts';
import { CanPanel } from './can-panel.tsx';
import { Preview } from './preview.tsx';
import { SourceOf } from './source-of.tsx';
import { about, SECTIONS } from './sections/index.ts';
import type { Section } from './sections/section.ts';
import { TombstonePage } from './tombstone-page.tsx';

type Answer = { tombstone: ApiTombstone; page?: undefined } | { tombstone?: undefined; page: Page };

export async function loader({ params, context }: LoaderFunctionArgs) {
  const id = params['id'] ?? '';
  const response = await ask(context, `/api/v1/resources/${segment(id)}`);
  if (response.status === 410) return data<Answer>({ tombstone: (await response.json()) as ApiTombstone }, { status: 410 });
  if (!response.ok) throw data(await problemOf(response), { status: response.status });
  return data<Answer>({ page: await loadResourcePage(await response.json(), (path) => load(context, path)) });
}

export default function ResourcePage() {
  const { tombstone, page } = useLoaderData<typeof loader>();
  const { say } = useWords();
  if (tombstone) return <TombstonePage tombstone={tombstone} />;
  return (
    <article className="resource">
      <PageTitle>{say(page.resource.title)}</PageTitle>
      <Head page={page} />
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
