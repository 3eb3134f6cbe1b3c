import { Link } from 'react-router';
import type { SearchItem } from '../../api/contract.ts';
import { query } from '../../api/load.ts';
import { inLanguage, Said, useWords } from '../../language/use-words.tsx';
import { Day } from '../../parts/day.tsx';
import { holdersAmong } from '../../parts/holders.ts';
import { KindMark, StatusMark } from '../../parts/kind-mark.tsx';
import { Marked, matchedWords } from './marked.tsx';
import { Why } from './why.tsx';

/** Topics beyond these would push the next result off the screen. */
const TOPICS = 5;

export function ResultCard({ item }: { item: SearchItem }) {
  const { t, language } = useWords();
  const words = matchedWords(item.why);
  const held = holdersAmong(item.sources);
  const title = inLanguage(item.title, language);
  const summary = inLanguage(item.summary, language);
  return (
    <li className={`card c-${item.category}`}>
      <div className="card-head">
        <h2 lang={title.tag}>
          <Link to={`/r/${item.id}`}>
            <Marked text={title.text} words={words} />
          </Link>
        </h2>
        <KindMark category={item.category} kind={item.kind} />
        <StatusMark status={item.status} />
      </div>
      {summary.text && (
        <p className="summary" lang={summary.tag}>
          <Marked text={summary.text} words={words} />
        </p>
      )}
      <p className="card-facts small quiet">
        {item.provider && (
          <span>
            <Said of={item.provider.name} />
          </span>
        )}
        {item.licence && <span>{item.licence}</span>}
        <span>{t.links(item.links)}</span>
        {held !== undefined && <span>{t.holders.count(held)}</span>}
        <span>
          {t.search.updated} <Day at={item.updated} table />
        </span>
        {item.topics.slice(0, TOPICS).map((topic) => (
          <Link key={topic.id} to={`/search${query({ topic: topic.id })}`}>
            <Said of={topic.label} />
          </Link>
        ))}
        {item.topics.length > TOPICS && <span>+{item.topics.length - TOPICS}</span>}
      </p>
      <Why reasons={item.why} />
    </li>
  );
}
