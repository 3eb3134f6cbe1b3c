import { inLanguage, Said, useWords } from '../../../language/use-words.tsx';
import { Day } from '../../../parts/day.tsx';
import { KindMark, StatusMark } from '../../../parts/kind-mark.tsx';
import { Marked, matchedWords } from '../marked.tsx';
import { Why } from '../why.tsx';
import type { LiveItem } from './shapes.ts';

/** A result that lies at a member: it leads there. */
export function LiveCard({ item }: { item: LiveItem }) {
  const { t, language } = useWords();
  const words = matchedWords(item.why);
  const title = inLanguage(item.title, language);
  const summary = inLanguage(item.summary, language);
  return (
    <li className={`card c-${item.category}`}>
      <div className="card-head">
        <h3 lang={title.tag}>
          <a href={item.url} rel="noreferrer">
            <Marked text={title.text} words={words} />
          </a>
        </h3>
        <KindMark category={item.category} kind={item.kind} />
        <StatusMark status={item.status} />
      </div>
      {summary.text && (
        <p className="summary" lang={summary.tag}>
          <Marked text={summary.text} words={words} />
        </p>
      )}
      <p className="card-facts small quiet">
        <span>
          {t.asking.heldAt}{' '}
          {item.holders.map((holder, place) => (
            <span key={`${holder.node} ${holder.resource}`}>
              {place > 0 && t.comma}
              <a className="out" href={holder.url} rel="noreferrer">
                <Said of={holder.name} />
              </a>
            </span>
          ))}
        </span>
        {item.provider && (
          <span>
            <Said of={item.provider.name} />
          </span>
        )}
        {item.licence && <span>{item.licence}</span>}
        <span>
          {t.search.updated} <Day at={item.updated} table />
        </span>
      </p>
      <Why reasons={item.why} />
    </li>
  );
}
