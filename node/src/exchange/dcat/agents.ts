import { createHash } from 'node:crypto';
import type { NamedNode } from 'n3';
import type { Outgoing } from '../../catalogue/index.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import { foaf, owl, rdf, vcard } from '../rdf/namespaces.ts';
import { iri, named, text, texts } from '../rdf/index.ts';
import { addAddress, addAll, addPage, type Drawing } from './drawing.ts';

interface Organisation {
  name: LanguageMap;
  url?: string | undefined;
  ror?: string | undefined;
}

/**
 * An organisation as a resource names it. What is said alike is one node; two spellings of one organisation are two nodes
 * (of one ROR, where it is known), so that each resource keeps its own.
 */
export function organisationNode({ context }: Pick<Drawing, 'context'>, { name, url, ror }: Organisation): NamedNode {
  const said = JSON.stringify([name, url, ror]);
  let node = nodes.get(said);
  if (!node) {
    node = createHash('sha256').update(said).digest('hex').slice(0, 16);
    if (nodes.size >= LARGEST_MEMORY) nodes.clear();
    nodes.set(said, node);
  }
  return named(`${context.baseUrl}/catalog#organisation-${node}`);
}

const nodes = new Map<string, string>();
const LARGEST_MEMORY = 10_000;

export function describeOrganisation(drawing: Drawing, node: NamedNode, { name, url, ror }: Organisation): void {
  if (!drawing.isNew(node.value)) return;
  const { add } = drawing;
  add(node, rdf.type, foaf.Agent);
  addAll(add, node, foaf.name, texts(name));
  const page = addPage(drawing, node, foaf.homepage, url);
  if (ror) add(node, owl.sameAs, named(ror));
  page();
}

/** A person or office to ask. */
export function describeContact(drawing: Drawing, node: NamedNode, { name, email, url, orcid }: Outgoing['contacts'][number]): void {
  const { add } = drawing;
  add(node, rdf.type, vcard.Kind);
  if (name) add(node, vcard.fn, text(name));
  const mailbox = email && iri(`mailto:${email}`);
  if (mailbox) add(node, vcard.hasEmail, mailbox);
  addAddress(drawing, node, vcard.hasURL, url);
  if (orcid) add(node, vcard.hasUID, named(`https://orcid.org/${orcid}`));
}
