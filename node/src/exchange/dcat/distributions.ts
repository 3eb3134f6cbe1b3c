import type { NamedNode } from 'n3';
import type { Outgoing } from '../../catalogue/index.ts';
import { dcat, dct, rdf, rdfs, spdx, xsd } from '../rdf/namespaces.ts';
import { iri, named, text, typed } from '../rdf/index.ts';
import { describeClass, type Drawing } from './drawing.ts';
import { licenceAddress } from './terms-of-use.ts';
import { termNode } from './vocabulary-terms.ts';

type Distribution = Outgoing['distributions'][number];

const ALGORITHMS = {
  md5: named(`${spdx.algorithm.value.replace('algorithm', 'checksumAlgorithm_')}md5`),
  'sha-1': named(`${spdx.algorithm.value.replace('algorithm', 'checksumAlgorithm_')}sha1`),
  'sha-256': named(`${spdx.algorithm.value.replace('algorithm', 'checksumAlgorithm_')}sha256`),
  'sha-512': named(`${spdx.algorithm.value.replace('algorithm', 'checksumAlgorithm_')}sha512`),
};

/** Whether a distribution is one file to fetch, as far as its description tells. */
export const isFile = ({ size, checksum }: Pick<Distribution, 'size' | 'checksum'>): boolean => size !== undefined || checksum !== undefined;

/** A form in which a resource can be had. */
export function describeDistribution(drawing: Drawing, resource: Outgoing, node: NamedNode, it: Distribution): void {
  const { add } = drawing;
  const address = iri(it.url);
  const part = (name: string) => named(`${node.value}-${name}`);
  const later: (() => void)[] = [];
  add(node, rdf.type, dcat.Distribution);
  if (it.title) add(node, dct.title, text(it.title));
  if (it.description) add(node, dct.description, text(it.description));
  add(node, dcat.accessURL, address ?? named(resource.url));
  if (!address) add(node, dct.identifier, text(it.url));
  if (address && isFile(it)) add(node, dcat.downloadURL, address);
  if (it.formatTerm || it.format) {
    const format = it.formatTerm ? termNode(drawing, it.formatTerm) : part('format');
    add(node, dct.format, format);
    later.push(() => {
      describeClass(drawing, format, dct.MediaTypeOrExtent);
      if (!it.formatTerm && it.format) add(format, rdfs.label, text(it.format));
    });
  }
  if (it.mediaType) {
    const known = /^[a-z]+\/[a-z0-9][\w.+-]*$/i.test(it.mediaType);
    const type = known ? named(`https://www.iana.org/assignments/media-types/${it.mediaType}`) : part('media-type');
    add(node, dcat.mediaType, type);
    later.push(() => {
      describeClass(drawing, type, dct.MediaType);
      if (!known) add(type, rdfs.label, text(it.mediaType as string));
    });
  }
  if (it.size !== undefined) add(node, dcat.byteSize, typed(it.size, xsd.nonNegativeInteger));
  const { checksum } = it;
  if (checksum && checksum.value.length % 2 === 0) {
    const sum = part('checksum');
    const algorithm = ALGORITHMS[checksum.algorithm];
    add(node, spdx.checksum, sum);
    later.push(() => {
      add(sum, rdf.type, spdx.Checksum);
      add(sum, spdx.algorithm, algorithm);
      add(sum, spdx.checksumValue, typed(checksum.value, xsd.hexBinary));
      describeClass(drawing, algorithm, spdx.ChecksumAlgorithm);
    });
  }
  const licence = resource.licence && licenceAddress(resource.licence);
  if (licence) add(node, dct.license, licence);
  for (const describe of later) describe();
}
