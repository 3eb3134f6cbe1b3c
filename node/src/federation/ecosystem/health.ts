import type { Health } from './ecosystem-view.ts';

/** Without success for so long, a feed that fails counts as stopped: milliseconds. */
const STOPPED_AFTER = 2 * 60_000;

/** What a followed feed says of itself, as far as its health depends on it. */
export interface FollowedFeed {
  /** As `following/` names it. */
  state: string;
  count_there: number | null;
  digest_there: string | null;
  count_here: number;
  digest_here: string | null;
  last_attempt: Date | null;
  last_success: Date | null;
  lag: number | null;
  failures: number;
}

/** Whether a feed's set and what is held of it are the same; null before either is known. */
export const digestsEqual = ({ digest_there, digest_here }: Pick<FollowedFeed, 'digest_there' | 'digest_here'>): boolean | null =>
  digest_there === null ? null : digest_there === digest_here;

/** How replication from a feed stands at an instant. */
export function healthOf(feed: FollowedFeed | undefined, now: Date): Health {
  if (!feed || (feed.last_attempt === null && feed.last_success === null)) return 'unknown';
  if (feed.failures > 0 || feed.state === 'failing' || feed.state === 'went-back') {
    const since = feed.last_success?.getTime() ?? 0;
    return now.getTime() - since > STOPPED_AFTER ? 'stopped' : 'failing';
  }
  return feed.state === 'current' && digestsEqual(feed) ? 'current' : 'behind';
}

const WORST: readonly Health[] = ['current', 'unknown', 'behind', 'failing', 'stopped'];

/** The worse of two. */
export const worse = (a: Health, b: Health): Health => (WORST.indexOf(a) >= WORST.indexOf(b) ? a : b);
