import { nameOf, type Caller } from '../../identity/index.ts';
import type { Book } from '../../ledger/index.ts';
import { openIssuerKeys } from './issuer-keys.ts';
import { NOTHING_SHOWN, readPassports, type Reading } from './read-passports.ts';
import type { Refusal } from './refusal.ts';
import type { TrustedIssuer } from './trusted-issuer.ts';

export interface PassportOptions {
  trusted: readonly TrustedIssuer[];
  /** The node's public address: what the audience of a passport may hold. */
  url: string;
  userAgent: string;
  book: Book;
}

export interface Shown {
  caller: Caller;
  now: Date;
  requestId?: string | undefined;
}

/** Reads the passports that callers show, and books what does not count. */
export interface Passports {
  /** Whether any issuer is trusted. */
  trusts(): boolean;
  read(tokens: readonly string[], shown: Shown): Promise<Reading>;
}

/** Refusals remembered, so that the same token shown again and again is booked once in a while only. */
const MOST_REMEMBERED = 10_000;
const BOOKED_AGAIN = 3_600_000;

export function openPassports({ trusted, url, userAgent, book }: PassportOptions): Passports {
  const issuers = new Map(trusted.map((issuer) => [issuer.issuer, issuer]));
  const keys = openIssuerKeys({ userAgent });
  const booked = new Map<string, number>();
  const isNews = ({ token, code }: Refusal, caller: string, now: number) => {
    const name = `${token} ${code} ${caller}`;
    const before = booked.get(name);
    if (before !== undefined && Math.abs(now - before) < BOOKED_AGAIN) return false;
    if (booked.size >= MOST_REMEMBERED) booked.delete(booked.keys().next().value as string);
    booked.delete(name);
    booked.set(name, now);
    return true;
  };

  return {
    trusts: () => issuers.size > 0,
    async read(tokens, { caller, now, requestId }) {
      if (tokens.length === 0) return NOTHING_SHOWN;
      const reading = await readPassports(tokens, { trusted: issuers, keys, audience: [url, `${url}/`], now });
      const actor = nameOf(caller);
      const news = reading.refusals.filter((refusal) => isNews(refusal, actor, now.getTime()));
      if (news.length > 0) {
        const refused = news.map(({ code, what, issuer, token, at }) => ({ code, what, issuer, token, at }));
        await book.write({ at: now, actor, action: 'passport.refuse', subject: 'passport', detail: { refused, requestId } });
      }
      return reading;
    },
  };
}
