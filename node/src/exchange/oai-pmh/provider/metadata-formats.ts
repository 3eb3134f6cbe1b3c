import type { Outgoing } from '../../../catalogue/index.ts';
import { describeResource, drawing } from '../../dcat/index.ts';
import { rdfXmlDocument } from '../../rdf/rdf-xml.ts';
import { OWN_FORM } from '../own-form.ts';
import { dublinCore } from './dublin-core.ts';
import { ownForm } from './own-form.ts';
import type { Repository } from './repository.ts';

/** A form in which records are handed out (§3.4). */
export interface MetadataFormat {
  prefix: string;
  /** Address of its XML Schema; of one that this node serves, its path. */
  schema: string;
  namespace: string;
  write: (resource: Outgoing, repository: Repository) => string;
}

export const METADATA_FORMATS: readonly MetadataFormat[] = [
  { prefix: 'oai_dc', schema: 'http://www.openarchives.org/OAI/2.0/oai_dc.xsd', namespace: 'http://www.openarchives.org/OAI/2.0/oai_dc/', write: dublinCore },
  { prefix: 'dcat', schema: 'http://www.openarchives.org/OAI/2.0/rdf.xsd', namespace: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#', write: dcat },
  { prefix: OWN_FORM.prefix, schema: OWN_FORM.schemaPath, namespace: OWN_FORM.namespace, write: ownForm },
];

export const formatOfPrefix = (prefix: string | undefined): MetadataFormat | undefined => METADATA_FORMATS.find((format) => format.prefix === prefix);

/** DCAT-AP as RDF/XML, all that is said of the resource and its parts. */
function dcat(resource: Outgoing, { reading }: Repository): string {
  const document = rdfXmlDocument();
  describeResource(drawing(document.add, { baseUrl: reading.baseUrl, vocabulary: reading.vocabulary }), resource);
  return document.end();
}
