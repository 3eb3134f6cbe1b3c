import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Web } from '../../../kernel/web/web.ts';
import { DomainError, invalid, unavailable } from '../../../kernel/errors.ts';
import { answerParser, type AnswerHead, type OaiRecord } from './parse-answer.ts';

/** Bounds of a list, so that no repository can keep a harvest for ever. */
const MOST_PAGES = 100_000;
const MOST_EMPTY_PAGES = 3;
const LONGEST_TOKEN = 10_000;

/** Characters read at a time, before whoever else has work gets a turn. */
const PIECE = 64 * 2 ** 10;

/** An answer that cannot be read, or a list that cannot be followed; what stands before the fault is kept. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
  readonly address: string;

  constructor(address: string, reason: string) {
    super(reason);
    this.address = address;
  }
}

export type Arguments = Record<string, string | undefined>;

const PROTOCOLS_OWN = ['verb', 'identifier', 'metadataPrefix', 'from', 'until', 'set', 'resumptionToken'];

/** A request's address. Some repositories' base addresses have arguments of their own, which stay. */
export function requestAddress(base: string, given: Arguments): string {
  const url = new URL(base);
  for (const name of PROTOCOLS_OWN) url.searchParams.delete(name);
  for (const [name, value] of Object.entries(given)) if (value !== undefined) url.searchParams.append(name, value);
  return url.href;
}

/** Asks for one document and reads it; `fault` tells why no more of it could be read. */
export async function ask(web: Web, base: string, given: Arguments): Promise<{ head: AnswerHead; records: OaiRecord[]; fault?: UnreadableAnswer }> {
  const address = requestAddress(base, given);
  const parser = answerParser();
  let fault: UnreadableAnswer | undefined;
  try {
    const document = await web.get(address, { accept: 'text/xml, application/xml;q=0.9, */*;q=0.1' });
    const text = await document.text();
    for (let from = 0; from < text.length; from += PIECE) {
      parser.write(text.slice(from, from + PIECE));
      await nextTurn();
    }
    parser.close();
  } catch (error) {
    if (!(error instanceof DomainError) || (error.code !== 'invalid' && error.code !== 'too-large')) throw error;
    fault = new UnreadableAnswer(address, error.message);
  }
  return { head: parser.head, records: parser.take(), ...(fault ? { fault } : {}) };
}

export interface ListPage {
  records: OaiRecord[];
  head: AnswerHead;
}

/**
 * Follows a list to its end. Throws {@link UnreadableAnswer} where an answer cannot be read or the list shows no end,
 * after the records that stood before; a domain error where the repository refuses.
 */
export async function* listRecords(web: Web, base: string, asked: Arguments): AsyncGenerator<ListPage> {
  const followed = new Set<string>();
  let given: Arguments = { verb: 'ListRecords', ...asked };
  let next = ask(web, base, given);
  let empty = 0;
  for (let page = 1; ; page++) {
    const { head, records, fault } = await next;
    const refusal = head.errors.find(({ code }) => code !== 'noRecordsMatch');
    if (!fault && refusal) throw refused(base, refusal, page);
    const token = fault || head.errors.length > 0 ? '' : (head.resumptionToken ?? '');
    empty = records.length === 0 ? empty + 1 : 0;
    const flaw = token ? endless(token, followed, empty, page) : undefined;
    const address = requestAddress(base, given);
    if (token && !flaw) {
      followed.add(token);
      given = { verb: 'ListRecords', resumptionToken: token };
      // The next page is fetched while this one is taken in; what it fails with is told when it is its turn.
      next = ask(web, base, given);
      next.catch(() => undefined);
    }
    yield { records, head };
    if (fault) throw fault;
    if (flaw) throw new UnreadableAnswer(address, `page ${page} of the list ${flaw}`);
    if (!token) return;
  }
}

/** Why a list that leads on is not followed further. */
function endless(token: string, followed: Set<string>, empty: number, page: number): string | undefined {
  if (token.length > LONGEST_TOKEN) return `leads on by a resumption token of more than ${LONGEST_TOKEN} characters`;
  if (followed.has(token)) return 'leads back to a resumption token that was followed before: the list goes in a circle';
  if (empty > MOST_EMPTY_PAGES) return `is one of more than ${MOST_EMPTY_PAGES} in a row that hold no record and lead on`;
  return page === MOST_PAGES ? 'leads on, and no list is followed further' : undefined;
}

function refused(base: string, { code, message }: { code: string; message: string }, page: number): DomainError {
  const said = `${base} answers ${code}${message ? `: ${message}` : ''}`;
  return code === 'badResumptionToken' && page > 1 ? unavailable(`${said} (its token of page ${page - 1} no longer holds; harvest again)`) : invalid(said);
}
