import type { DescriptionInput } from '../../catalogue/index.ts';
import { edamIn } from '../stated-identifiers.ts';
import type { GraphTerm } from '../rdf/graph.ts';
import { addressOf, inOrder, stated, type GraphNode } from './read-node.ts';
import { iriOf, schemaOrg } from './read-terms.ts';

type Distribution = NonNullable<DescriptionInput['distributions']>[number];
type Checksum = NonNullable<Distribution['checksum']>;

const FORMAT = iriOf('dct:format');
const MEDIA_TYPE = iriOf('dcat:mediaType');
const LABELS = [iriOf('rdfs:label'), iriOf('skos:prefLabel'), iriOf('dct:title')];
const OWN_PART = /#[a-z]+-\d+-(format|media-type)$/;

/** The forms in which a thing can be had; `self` is its own address. */
export function readDistributions(node: GraphNode, self: string): Distribution[] {
  return inOrder(node.nodes(iriOf('dcat:distribution'), ...schemaOrg('distribution'))).flatMap((it) => readDistribution(it, self) ?? []);
}

function readDistribution(it: GraphNode, self: string): Distribution | undefined {
  const access = it.address(iriOf('dcat:accessURL'), ...schemaOrg('url'));
  const located = access === self ? it.text(iriOf('dct:identifier')) : undefined;
  const url = located ?? it.address(iriOf('dcat:downloadURL'), ...schemaOrg('contentUrl')) ?? access;
  if (url === undefined) return undefined;
  return stated({
    title: it.text(iriOf('dct:title'), ...schemaOrg('name')),
    description: it.text(iriOf('dct:description'), ...schemaOrg('description')),
    url,
    format: formatOf(it, it.all(FORMAT, ...schemaOrg('encodingFormat'))[0]),
    mediaType: mediaTypeOf(it),
    size: sizeOf(it.all(iriOf('dcat:byteSize'))[0]?.value ?? it.text(...schemaOrg('contentSize'))),
    checksum: checksumOf(it.node(iriOf('spdx:checksum'))),
  });
}

/** A format by identifier, by the EU's code for it, by its label, or as it is written. */
export function formatOf(node: GraphNode, term: GraphTerm | undefined): string | undefined {
  if (!term) return undefined;
  if (term.type === 'literal') return formatAt(term.value.trim());
  const label = node
    .nodes(FORMAT)
    .find(({ id }) => id === term.value)
    ?.text(...LABELS);
  const address = addressOf(term);
  if (address === undefined || OWN_PART.test(address)) return label;
  return edamIn(address) ?? codeOf(address) ?? label ?? address;
}

const formatAt = (text: string): string | undefined => (text === '' ? undefined : (edamIn(text) ?? codeOf(text) ?? text));

/** `…/authority/file-type/CSV` and IANA's addresses of media types. */
const codeOf = (address: string): string | undefined =>
  /\/authority\/file-type\/([A-Z0-9_]+)$/.exec(address)?.[1]?.replaceAll('_', ' ') ?? /\/assignments\/media-types\/([\w.+-]+\/[\w.+-]+)$/.exec(address)?.[1];

function mediaTypeOf(it: GraphNode): string | undefined {
  const [term] = it.all(MEDIA_TYPE);
  if (!term) return undefined;
  if (term.type === 'literal') return codeOf(term.value.trim()) ?? (term.value.trim() || undefined);
  return (
    codeOf(term.value) ??
    it
      .nodes(MEDIA_TYPE)
      .find(({ id }) => id === term.value)
      ?.text(...LABELS)
  );
}

/** Whole bytes; numbers are also written as decimals (`1024.0`). */
function sizeOf(text: string | undefined): number | undefined {
  const size = text !== undefined && /^\s*\+?\d+(\.\d*)?(e\+?\d+)?\s*$/i.test(text) ? Math.round(Number(text)) : Number.NaN;
  return Number.isSafeInteger(size) ? size : undefined;
}

const ALGORITHMS: Record<string, Checksum['algorithm']> = { md5: 'md5', sha1: 'sha-1', sha256: 'sha-256', sha512: 'sha-512' };

function checksumOf(sum: GraphNode | undefined): Checksum | undefined {
  const name =
    sum
      ?.all(iriOf('spdx:algorithm'))[0]
      ?.value.replace(/^.*[#/_]/, '')
      .toLowerCase()
      .replaceAll('-', '') ?? '';
  const algorithm = ALGORITHMS[name];
  const value = sum?.text(iriOf('spdx:checksumValue'));
  return algorithm && value && /^[0-9a-f]{32,128}$/i.test(value) ? { algorithm, value } : undefined;
}
