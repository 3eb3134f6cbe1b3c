import { Link, useSearchParams } from 'react-router';
import { useWords } from '../../../language/use-words.tsx';
import { LiveCard } from './live-card.tsx';
import { LIVE_ID, withLive } from './live-line.tsx';
import { MemberOutcomes } from './member-outcomes.tsx';
import type { Live } from './shapes.ts';

/** What the members have beyond this node's own results, and how each of them did. */
export function LiveSection({ live, start }: { live: Live; start: (again: boolean) => void }) {
  const { t } = useWords();
  const [search] = useSearchParams();
  const { items, total, alreadyHere } = live.results;
  const incomplete = live.state === 'failed' || (live.state === 'done' && live.outcomes.some(({ outcome }) => outcome !== 'answered'));
  return (
    <section id={LIVE_ID} className="live" aria-labelledby="live-title" aria-busy={live.state === 'waiting'}>
      <div className="heading-row results-head">
        <h2 id="live-title">{t.asking.title}</h2>
        {incomplete && (
          <Link
            className="small"
            to={withLive(search, 'again')}
            rel="nofollow"
            preventScrollReset
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              start(true);
            }}
          >
            {t.asking.again}
          </Link>
        )}
      </div>
      <p className="small quiet">{live.state === 'failed' ? t.asking.notAsked : t.asking.lead}</p>
      {items.length > 0 && (
        <ol className="cards" aria-label={t.asking.title}>
          {items.map((item) => (
            <LiveCard key={`${item.holders[0]?.node} ${item.holders[0]?.resource}`} item={item} />
          ))}
        </ol>
      )}
      {live.state === 'done' && items.length === 0 && <p className="live-none">{t.asking.none}</p>}
      {live.state === 'done' && (total.atMost > 0 || alreadyHere > 0) && (
        <p className="small quiet">
          {t.asking.atMost(total.atMost)} {alreadyHere > 0 && t.asking.alreadyHere(alreadyHere)}
        </p>
      )}
      <MemberOutcomes live={live} />
    </section>
  );
}
