import { Link, useSearchParams } from 'react-router';
import { useWords } from '../../../language/use-words.tsx';
import type { Live, ToAsk } from './shapes.ts';

/** Where the members' results stand on the page. */
export const LIVE_ID = 'members';

/** The address that asks the members with the page, for whoever has no scripts. */
export function withLive(search: URLSearchParams, live: '1' | 'again'): string {
  const next = new URLSearchParams(search);
  next.set('live', live);
  return `?${next}#${LIVE_ID}`;
}

/** Offers to ask the members, then tells in a line how far that is. */
export function LiveLine({ toAsk, live, start }: { toAsk: ToAsk; live: Live | null; start: (again: boolean) => void }) {
  const { t } = useWords();
  const [search] = useSearchParams();
  if (!live) {
    return (
      <p className="live-line small">
        <Link
          to={withLive(search, '1')}
          rel="nofollow"
          preventScrollReset
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            start(false);
          }}
        >
          {t.asking.offer(toAsk.members.length)}
        </Link>{' '}
        <span className="quiet">{t.asking.offerWhy}</span>
      </p>
    );
  }
  const answered = live.outcomes.filter(({ outcome }) => outcome === 'answered').length;
  return (
    <p className="live-line small" role="status">
      {live.state === 'failed' && t.asking.notAsked}
      {live.state === 'waiting' && t.asking.waiting(answered, live.members.length)}
      {live.state === 'done' && (
        <>
          {t.asking.done(answered, live.members.length)}
          {t.comma}
          <a href={`#${LIVE_ID}`}>{t.asking.found(live.results.items.length)}</a>
        </>
      )}
    </p>
  );
}
