/** OAI-PMH 2.0 (http://www.openarchives.org/OAI/2.0/openarchivesprotocol.htm): its words, and its errors. */

export const VERBS = ['Identify', 'ListMetadataFormats', 'ListSets', 'GetRecord', 'ListIdentifiers', 'ListRecords'] as const;
export type Verb = (typeof VERBS)[number];

export const ARGUMENTS = ['identifier', 'metadataPrefix', 'from', 'until', 'set', 'resumptionToken'] as const;
export type Argument = (typeof ARGUMENTS)[number];

/** §3.6 */
export type ErrorCode = 'badArgument' | 'badResumptionToken' | 'badVerb' | 'cannotDisseminateFormat' | 'idDoesNotExist' | 'noRecordsMatch' | 'noMetadataFormats' | 'noSetHierarchy';

/** What the protocol answers in place of a result; the message is for a person. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** An instant as a datestamp of seconds granularity (§3.3): the second it falls in. */
export const datestamp = (iso: string | Date): string => `${(typeof iso === 'string' ? iso : iso.toISOString()).slice(0, 19)}Z`;

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const SECOND = /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

export type Granularity = 'day' | 'second';

/** The span of time a datestamp names, both ends included; undefined where it is none. */
export function spanOf(text: string): { granularity: Granularity; first: Date; last: Date } | undefined {
  const match = DAY.exec(text) ?? SECOND.exec(text);
  if (!match) return undefined;
  const day = new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])));
  if (day.toISOString().slice(0, 10) !== text.slice(0, 10)) return undefined;
  if (text.length === 10) return { granularity: 'day', first: day, last: new Date(day.getTime() + 86_399_999) };
  const second = Date.parse(text);
  return { granularity: 'second', first: new Date(second), last: new Date(second + 999) };
}
