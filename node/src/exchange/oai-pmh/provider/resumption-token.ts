import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { ProtocolError, type Argument, type Verb } from './protocol.ts';

/** Where a list goes on: what was asked, and how far the answers have come. */
export interface ListPlace {
  verb: Verb;
  arguments: Partial<Record<Argument, string>>;
  /** The ordinal of the last resource handed out. */
  after: number;
  /** How many were handed out before, and how many there were in all when the list began. */
  cursor: number;
  size: number;
}

/** Makes and reads this node's resumption tokens. */
export interface Tokens {
  write(place: ListPlace): string;
  /** Throws badResumptionToken for whatever this node did not write for this verb. */
  read(token: string, verb: Verb): ListPlace;
}

const LONGEST = 4_000;

const refused = () =>
  new ProtocolError('badResumptionToken', 'This resumption token was not given by this repository for this verb, or was changed on its way. Begin the list anew, without a token.');

/**
 * Tokens hold the whole state of a list under a signature, so nothing is kept between requests and a restart harms
 * none. The key comes from a secret of the node; another node's tokens fail its check.
 */
export function resumptionTokens(secret: string): Tokens {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'oai-pmh resumption token', 32));
  const sign = (payload: string) => createHmac('sha256', key).update(payload).digest().subarray(0, 16);
  return {
    write(place) {
      const payload = Buffer.from(JSON.stringify(place)).toString('base64url');
      return `${payload}.${sign(payload).toString('base64url')}`;
    },
    read(token, verb) {
      const [payload = '', signature = '', ...rest] = token.length > LONGEST ? [] : token.split('.');
      const given = Buffer.from(signature, 'base64url');
      if (rest.length > 0 || given.length !== 16 || given.toString('base64url') !== signature || !timingSafeEqual(given, sign(payload))) throw refused();
      const place = JSON.parse(Buffer.from(payload, 'base64url').toString()) as ListPlace;
      if (place.verb !== verb) throw refused();
      return place;
    },
  };
}
