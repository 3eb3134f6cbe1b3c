import { CATEGORIES, countDisclosed, disclosed, type Category, type Disclosed, type DisclosedRequest } from '../../../catalogue/index.ts';
import { formatOfPrefix, METADATA_FORMATS, type MetadataFormat } from './metadata-formats.ts';
import { datestamp, ProtocolError, spanOf } from './protocol.ts';
import type { Request } from './arguments.ts';
import { identifierPrefix, resourceNamed, type Repository } from './repository.ts';
import type { ListPlace } from './resumption-token.ts';

/** The resource an identifier names, or that it is gone. Throws idDoesNotExist. */
export async function knownResource({ reading }: Repository, identifier: string): Promise<Disclosed> {
  const id = resourceNamed(identifier, reading.baseUrl);
  const [found] = id ? (await disclosed(reading, { ids: [id], limit: 1 })).items : [];
  if (!found) throw new ProtocolError('idDoesNotExist', `This repository has no record of that identifier. Its identifiers begin with "${identifierPrefix(reading.baseUrl)}".`);
  return found;
}

function formatAsked(prefix: string | undefined): MetadataFormat {
  const format = formatOfPrefix(prefix);
  if (!format) throw new ProtocolError('cannotDisseminateFormat', `Records are handed out as ${METADATA_FORMATS.map((known) => known.prefix).join(' and ')}, not as "${prefix}".`);
  return format;
}

/** §4.1 */
export async function getRecord(repository: Repository, { arguments: given }: Request): Promise<string> {
  const format = formatAsked(given.metadataPrefix);
  const found = await knownResource(repository, given.identifier!);
  return `<GetRecord>${recordsOf(repository, [found], format)}</GetRecord>`;
}

/**
 * §4.3 and §4.5. Lists run in the order in which resources came here, which no revision changes: whatever happens
 * between two pages, each record is listed once, as it is when its page is made, and none is passed over.
 */
export async function list(repository: Repository, request: Request): Promise<string> {
  const { verb } = request;
  const { resumptionToken } = request.arguments;
  const place = resumptionToken === undefined ? undefined : repository.tokens.read(resumptionToken, verb);
  const asked = place?.arguments ?? request.arguments;
  const format = formatAsked(asked.metadataPrefix);
  const selection = selectionOf(asked);
  const { items, next } = selection ? await disclosed(repository.reading, { ...selection, after: place?.after, limit: repository.page }) : { items: [], next: undefined };
  if (items.length === 0 && !place) throw new ProtocolError('noRecordsMatch', 'No record has a datestamp within these bounds and stands in this set.');

  const cursor = place?.cursor ?? 0;
  const size = place?.size ?? (next && selection ? await countDisclosed(repository.reading, selection) : items.length);
  const goesOn: ListPlace | undefined = next === undefined ? undefined : { verb, arguments: asked, after: next, cursor: cursor + items.length, size };
  const token = goesOn ? repository.tokens.write(goesOn) : '';
  const records = verb === 'ListRecords' ? recordsOf(repository, items, format) : headersOf(repository, items);
  // A list that fits one answer bears no token; the last page of a longer one an empty one (§3.5).
  const resumption = goesOn || place ? `\n<resumptionToken completeListSize="${Math.max(size, cursor + items.length)}" cursor="${cursor}">${token}</resumptionToken>` : '';
  return `<${verb}>${records}${resumption}\n</${verb}>`;
}

/** Datestamps are whole seconds: `until` includes all of its second. Undefined for a set that does not exist, which nothing stands in. */
function selectionOf({ from, until, set }: Request['arguments']): DisclosedRequest | undefined {
  if (set !== undefined && !isCategory(set)) return undefined;
  return { category: set, from: from === undefined ? undefined : spanOf(from)?.first, until: until === undefined ? undefined : spanOf(until)?.last };
}

const isCategory = (set: string): set is Category => (CATEGORIES as readonly string[]).includes(set);

function recordsOf(repository: Repository, items: Disclosed[], format: MetadataFormat): string {
  const prefix = identifierPrefix(repository.reading.baseUrl);
  let out = '';
  for (const item of items) {
    const metadata = item.resource ? `<metadata>${format.write(item.resource, repository)}</metadata>` : '';
    out += `\n<record>${headerOf(item, prefix)}${metadata}</record>`;
  }
  return out;
}

function headersOf({ reading }: Repository, items: Disclosed[]): string {
  const prefix = identifierPrefix(reading.baseUrl);
  return items.map((item) => `\n${headerOf(item, prefix)}`).join('');
}

function headerOf({ id, changed, category, resource }: Disclosed, prefix: string): string {
  const status = resource ? '' : ' status="deleted"';
  return `<header${status}><identifier>${prefix}${id}</identifier><datestamp>${datestamp(changed)}</datestamp><setSpec>${category}</setSpec></header>`;
}
