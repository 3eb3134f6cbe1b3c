import { placeText, sealOf } from '../../../kernel/seal.ts';
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
 * Tokens hold the whole state of a list, so nothing is kept between requests and a restart harms none. They are sealed:
 * the ordinal in them would tell how many resources stand between two that are listed. The key comes from a secret of
 * the node; another node's tokens are not opened.
 */
export function resumptionTokens(secret: string): Tokens {
  const seal = sealOf(secret, 'oai-pmh resumption token');
  return {
    write: ({ after, ...place }) => seal.close(JSON.stringify({ ...place, after: placeText(after) })),
    read(token, verb) {
      const text = token.length > LONGEST ? undefined : seal.open(token);
      if (text === undefined) throw refused();
      const place = JSON.parse(text) as Omit<ListPlace, 'after'> & { after: string };
      if (place.verb !== verb) throw refused();
      return { ...place, after: Number(place.after) };
    },
  };
}
