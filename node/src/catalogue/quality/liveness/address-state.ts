import type { Probe } from '../../../kernel/web/probe.ts';

/** A row of `catalogue.address_check`. */
export interface AddressRow {
  address: string;
  host: string;
  state: 'alive' | 'redirected' | 'dead' | 'unknown';
  http_status: number | null;
  redirected_to: string | null;
  reason: string | null;
  checked: Date | null;
  failing_since: Date | null;
  failures: number;
  next_check: Date;
}

const DAY = 86_400_000;

/** An address is dead after so many failures in a row, spread over at least so many days. */
export const DEAD_AFTER = { failures: 3, days: 3 } as const;
/** Days until an address that answers is asked again; one that failed is asked after 1, 2, 4, … days, at most as rarely. */
export const RECHECK_DAYS = 30;
/** Days until an address of which nothing could be learnt is asked again. */
const UNKNOWN_DAYS = 7;

/** Answers that tell of the asker more than of the address: not for programs, not without a name, not now. */
const TELLS_NOTHING = [400, 401, 402, 403, 405, 406, 407, 425, 429, 451, 503];

/** What of an address is known after it was asked once more. Pure. `networkWorks`: some other host has answered this node just now. */
export function afterProbe(before: Pick<AddressRow, 'address' | 'host' | 'state' | 'failing_since' | 'failures'>, probe: Probe, now: Date, networkWorks: boolean): AddressRow {
  const { address, host } = before;
  const known = { address, host, checked: now, redirected_to: null, failing_since: null, failures: 0, http_status: probe.outcome === 'answered' ? probe.status : null };
  const inDays = (days: number) => new Date(now.getTime() + days * DAY);

  if (probe.outcome === 'answered' && probe.status < 400) {
    const redirected = probe.moved && !sameBut(address, probe.url);
    return { ...known, state: redirected ? 'redirected' : 'alive', redirected_to: redirected ? probe.url : null, reason: null, next_check: inDays(RECHECK_DAYS) };
  }
  const nothingLearnt = probe.outcome === 'refused' || (probe.outcome === 'answered' && TELLS_NOTHING.includes(probe.status)) || (probe.outcome === 'silent' && !networkWorks);
  if (nothingLearnt) {
    const reason = probe.outcome === 'answered' ? `the server answers ${probe.status}` : probe.outcome === 'silent' ? 'the network did not work here' : probe.reason;
    // A failure that was known stays known; what taught nothing neither adds to it nor takes it back.
    const { failing_since, failures } = before;
    const wait = probe.outcome === 'answered' && probe.retryAfter ? Math.max(1, probe.retryAfter / DAY) : networkWorks ? UNKNOWN_DAYS : 1;
    return { ...known, failing_since, failures, state: before.state === 'dead' ? 'dead' : 'unknown', reason, next_check: inDays(Math.min(wait, RECHECK_DAYS)) };
  }
  const failures = before.failures + 1;
  const failing_since = before.failing_since ?? now;
  const days = (now.getTime() - failing_since.getTime()) / DAY;
  return {
    ...known,
    state: failures >= DEAD_AFTER.failures && days >= DEAD_AFTER.days ? 'dead' : 'unknown',
    reason: probe.outcome === 'answered' ? `the server answers ${probe.status}` : probe.outcome === 'silent' ? probe.reason : null,
    failing_since,
    failures,
    next_check: inDays(Math.min(2 ** (failures - 1), RECHECK_DAYS)),
  };
}

/** Whether two addresses differ only in what nobody needs to mend: encryption, `www.`, a final slash or an index page. */
export function sameBut(a: string, b: string): boolean {
  const form = (text: string) => {
    const { host, pathname, search } = new URL(text);
    return `${host.replace(/^www\./, '')}${pathname.replace(/(\/index\.(html?|php))?\/*$/, '')}${search}`;
  };
  return form(a) === form(b);
}
