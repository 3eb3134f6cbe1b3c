import type { Reading } from '../../../catalogue/index.ts';
import { RESOURCE_ID } from '../../../kernel/identifiers.ts';
import type { WritingContext } from '../../format.ts';
import { datestamp } from './protocol.ts';
import type { Tokens } from './resumption-token.ts';

/** What answers are made from. */
export interface Repository {
  reading: Reading;
  node: WritingContext['node'];
  tokens: Tokens;
  /** Records a page. */
  page: number;
  now: () => Date;
}

export const baseUrlOf = ({ reading }: Pick<Repository, 'reading'>): string => `${reading.baseUrl}/oai`;

const hostOf = (baseUrl: string): string => new URL(baseUrl).hostname;

/** The repository identifier, where the host is a domain name: the oai-identifier scheme allows nothing else. */
export function repositoryIdentifier(baseUrl: string): string | undefined {
  const host = hostOf(baseUrl);
  return /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]+)+$/i.test(host) ? host : undefined;
}

/** `oai:<host>:<id>` (http://www.openarchives.org/OAI/2.0/guidelines-oai-identifier.htm). */
export const identifierPrefix = (baseUrl: string): string => `oai:${hostOf(baseUrl)}:`;

/** The resource an OAI identifier of this repository names; undefined where it can name none. */
export function resourceNamed(identifier: string, baseUrl: string): string | undefined {
  const prefix = identifierPrefix(baseUrl);
  const id = identifier.slice(prefix.length);
  return identifier.startsWith(prefix) && RESOURCE_ID.test(id) ? id : undefined;
}

const EMAIL = /[\w.+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}/;

/**
 * The address of an administrator, which the protocol demands: the one in the configured contact, else that of the
 * host's postmaster, whom RFC 5321 demands of every host that takes mail; where the host has no domain name, one that
 * is plainly none (RFC 2606).
 */
export function adminEmail({ node, reading }: Pick<Repository, 'node' | 'reading'>): string {
  const configured = EMAIL.exec(node.contact ?? '')?.[0];
  return configured ?? `postmaster@${repositoryIdentifier(reading.baseUrl) ?? 'localhost.invalid'}`;
}

/** The envelope of every answer (§3.2). */
export function envelope(repository: Repository, body: string, request: { verb?: string; attributes?: string } = {}): string {
  const verb = request.verb ? ` verb="${request.verb}"` : '';
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">\n' +
    `<responseDate>${datestamp(repository.now())}</responseDate>\n` +
    `<request${verb}${request.attributes ?? ''}>${baseUrlOf(repository)}</request>\n` +
    `${body}\n</OAI-PMH>\n`
  );
}
