import { Link, useSearchParams } from 'react-router';
import type { FieldStatements, Statement } from '../../../api/contract.ts';
import { query } from '../../../api/load.ts';
import { Said, useWords } from '../../../language/use-words.tsx';
import { IconMerge, IconSeparate } from '../../../look/icons.ts';
import { Notice } from '../../../parts/notice.tsx';
import { useKeeper } from '../../../parts/use-keeper.ts';
import type { ResourcePage } from '../load-page.ts';
import { nameOfField, StatementsTable, type Speaker } from '../statements-table.tsx';
import type { Section } from './section.ts';

export const statements: Section = {
  id: 'statements',
  title: (t) => t.curation.statements.title,
  fields: [],
  shown: (page) => page.statements.length > 0,
  Body({ page }) {
    const { t } = useWords();
    const keeper = useKeeper() !== null;
    const [search] = useSearchParams();
    const words = t.curation.statements;
    const speakers = speakersOf(page);
    // Where one value is shown of several; what is shown together leaves nothing to choose.
    const contested = page.statements.filter((it) => it.differ && it.because !== 'together');
    const rest = page.statements.filter((it) => !contested.includes(it));
    const changed = search.get('changed');
    return (
      <div className="stack">
        <p className="quiet">{words.lead(speakers.length)}</p>
        {changed && <Notice id="changed">{words.changed(nameOfField(changed, t))}</Notice>}
        {contested.length === 0 ? <p>{words.nowhereDiffer}</p> : <StatementsTable id={page.resource.id} fields={contested} speakers={speakers} keeper={keeper} />}
        {rest.length > 0 && (
          <details open={rest.some(({ field }) => field === changed)}>
            <summary>{words.rest(rest.length)}</summary>
            <StatementsTable id={page.resource.id} fields={rest} speakers={speakers} keeper={keeper} />
          </details>
        )}
        {keeper && <KeeperLinks page={page} speakers={speakers} />}
      </div>
    );
  },
};

/** Who speaks, each record once, in the order in which they are first heard. */
function speakersOf({ resource, statements: fields }: ResourcePage): Speaker[] {
  const all = fields.flatMap((it: FieldStatements) => it.statements);
  const named = resource.sources.map(({ source, record, title }): Speaker => ({ source, record, title }));
  const speaks = ({ source, record }: Speaker) => all.some((it: Statement) => it.source === source && it.record === record);
  return named.filter(speaks);
}

/** The ways to say which records are one thing. What a keeper laid over the sources belongs to the resource itself. */
function KeeperLinks({ page: { resource }, speakers }: { page: ResourcePage; speakers: Speaker[] }) {
  const { t } = useWords();
  const words = t.curation.statements;
  const others = speakers.filter(({ source, record }) => source !== 'local' || record !== resource.id);
  return (
    <ul className="keeper-links">
      <li>
        <IconMerge className="icon" size={16} aria-hidden /> <Link to={`/r/${resource.id}/merge`}>{words.merge}</Link>
      </li>
      {others.length > 1 &&
        others.map(({ source, record, title }) => (
          <li key={`${source} ${record}`}>
            <IconSeparate className="icon" size={16} aria-hidden /> <Link to={`/r/${resource.id}/separate${query({ source, record })}`}>{words.separate}</Link>
            {': '}
            <span className="quiet">
              <Said of={title} /> <code>{record}</code>
            </span>
          </li>
        ))}
    </ul>
  );
}
