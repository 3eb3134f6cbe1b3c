import { CATEGORIES, CATEGORY_LABELS, earliestDisclosed } from '../../../catalogue/index.ts';
import { inLanguage } from '../../../kernel/language-map.ts';
import { xmlText } from '../../xml.ts';
import { METADATA_FORMATS } from './metadata-formats.ts';
import { datestamp } from './protocol.ts';
import type { Request } from './arguments.ts';
import { knownResource } from './records.ts';
import { adminEmail, baseUrlOf, identifierPrefix, repositoryIdentifier, type Repository } from './repository.ts';

/** §4.2 */
export async function identify(repository: Repository): Promise<string> {
  const { reading, node } = repository;
  const name = [...new Set([inLanguage(node.name, 'en'), inLanguage(node.name, 'zh')])].join(' / ');
  return (
    '<Identify>' +
    `<repositoryName>${xmlText(name)}</repositoryName>` +
    `<baseURL>${xmlText(baseUrlOf(repository))}</baseURL>` +
    '<protocolVersion>2.0</protocolVersion>' +
    `<adminEmail>${xmlText(adminEmail(repository))}</adminEmail>` +
    `<earliestDatestamp>${await earliest(repository)}</earliestDatestamp>` +
    '<deletedRecord>persistent</deletedRecord>' +
    '<granularity>YYYY-MM-DDThh:mm:ssZ</granularity>' +
    '<compression>gzip</compression>' +
    identifierScheme(reading.baseUrl) +
    '</Identify>'
  );
}

/** The datestamp nothing lies before; of an empty repository, now. */
async function earliest({ reading, now }: Repository): Promise<string> {
  return datestamp((await earliestDisclosed(reading)) ?? now());
}

function identifierScheme(baseUrl: string): string {
  const repository = repositoryIdentifier(baseUrl);
  if (!repository) return '';
  return (
    '<description><oai-identifier xmlns="http://www.openarchives.org/OAI/2.0/oai-identifier" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai-identifier http://www.openarchives.org/OAI/2.0/oai-identifier.xsd">' +
    `<scheme>oai</scheme><repositoryIdentifier>${repository}</repositoryIdentifier><delimiter>:</delimiter>` +
    `<sampleIdentifier>${identifierPrefix(baseUrl)}3k7m9p2q8s1x</sampleIdentifier>` +
    '</oai-identifier></description>'
  );
}

/** §4.4: every record is handed out in every format. */
export async function listMetadataFormats(repository: Repository, { arguments: { identifier } }: Request): Promise<string> {
  if (identifier !== undefined) await knownResource(repository, identifier);
  const formats = METADATA_FORMATS.map(
    ({ prefix, schema, namespace }) =>
      `<metadataFormat><metadataPrefix>${prefix}</metadataPrefix><schema>${xmlText(schema.startsWith('/') ? repository.reading.baseUrl + schema : schema)}</schema><metadataNamespace>${namespace}</metadataNamespace></metadataFormat>`,
  );
  return `<ListMetadataFormats>${formats.join('')}</ListMetadataFormats>`;
}

/** §4.6: the categories, empty ones too. */
export function listSets(repository: Repository, { arguments: { resumptionToken } }: Request): string {
  // The list is always whole, so every token is a foreign one.
  if (resumptionToken !== undefined) repository.tokens.read(resumptionToken, 'ListSets');
  const sets = CATEGORIES.map(
    (category) => `<set><setSpec>${category}</setSpec><setName>${xmlText(`${CATEGORY_LABELS[category]['en']} / ${CATEGORY_LABELS[category]['zh']}`)}</setName></set>`,
  );
  return `<ListSets>${sets.join('')}</ListSets>`;
}
