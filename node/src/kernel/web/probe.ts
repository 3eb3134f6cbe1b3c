import { DomainError, reasonOf } from '../errors.ts';
import { portOf } from './allowed-hosts.ts';
import { ask, retryAfter } from './ask.ts';
import { WEB_LIMITS } from './limits.ts';
import { openReach, type ReachOptions } from './reach.ts';
import { inTurn } from './turns.ts';

/** What asking for an address without taking anything in has told. */
export type Probe =
  /** Some server answered at last; `moved` where every redirect on the way was a permanent one. */
  | { outcome: 'answered'; status: number; url: string; hops: number; moved: boolean; retryAfter: number | undefined }
  /** The way there is not one this node goes: a private address, a redirect out of encryption. */
  | { outcome: 'refused'; reason: string }
  /** No server answered: no such host, no connection, silence. */
  | { outcome: 'silent'; reason: string };

export interface ProbeOptions extends Pick<ReachOptions, 'allowed' | 'resolve'> {
  userAgent: string;
  /** Milliseconds between two questions to one host. */
  gap: number;
  /** Milliseconds without an answer. */
  silence: number;
  signal?: AbortSignal | undefined;
}

const REDIRECTS = [301, 302, 303, 307, 308];
const PERMANENT = [301, 308];
/** Answers to HEAD that are an answer to GET as well. */
const FINAL_FOR_HEAD = (status: number) => status < 400 || [410, 429, 503].includes(status);

/**
 * Asks whether anything answers at an address: HEAD, then GET for the first byte where HEAD fails, given up at the head
 * of the answer. One question at a time to a host, with a gap. Any public host may be asked; private and loopback
 * addresses only where allowed, for redirects too.
 */
export async function probe(address: string, { allowed, resolve, userAgent, gap, silence, signal }: ProbeOptions): Promise<Probe> {
  const reach = openReach({ own: [], allowed, anyPublicHost: true, howToAllow: () => '', resolve });
  const headers = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': userAgent };
  const limits = { ...WEB_LIMITS, silence };
  let url = new URL(address);
  url.hash = '';
  let moved = true;
  try {
    for (let hops = 0; hops <= limits.redirects; hops++) {
      const { addresses } = await reach.addressesOf(url);
      const here = url;
      const head = async (method: 'HEAD' | 'GET') => {
        const answer = await inTurn(`${here.hostname}:${portOf(here)}`, gap, signal, async () => {
          const given = await ask({ url: here, addresses, method, headers: method === 'GET' ? { ...headers, range: 'bytes=0-0' } : headers, limits, signal });
          given.destroy();
          return given;
        });
        return { status: answer.statusCode ?? 0, location: answer.headers.location, retryAfter: retryAfter(answer) };
      };
      let answer = await head('HEAD').catch((error: unknown) => {
        if (signal?.aborted) throw error;
        return undefined;
      });
      if (!answer || !FINAL_FOR_HEAD(answer.status)) answer = await head('GET');
      if (!REDIRECTS.includes(answer.status) || !answer.location) {
        return { outcome: 'answered', status: answer.status, url: url.href, hops, moved: hops > 0 && moved, retryAfter: answer.retryAfter };
      }
      moved &&= PERMANENT.includes(answer.status);
      const next = URL.parse(answer.location, url.href);
      if (!next || !/^https?:$/.test(next.protocol)) return { outcome: 'refused', reason: `leads to "${answer.location}", which is no web address` };
      if (url.protocol === 'https:' && next.protocol === 'http:') return { outcome: 'refused', reason: `leads to ${next.href}, which is not encrypted` };
      next.hash = '';
      url = next;
    }
    return { outcome: 'silent', reason: `more than ${limits.redirects} redirects` };
  } catch (error) {
    signal?.throwIfAborted();
    return error instanceof DomainError && error.code === 'forbidden' ? { outcome: 'refused', reason: error.message.trim() } : { outcome: 'silent', reason: reasonOf(error) };
  }
}
