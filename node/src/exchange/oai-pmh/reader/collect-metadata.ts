import type { SaxesTagNS } from 'saxes';
import { collectDublinCore } from './collect-dublin-core.ts';
import { collectOwnForm } from './collect-own-form.ts';
import { collectRdf } from './collect-rdf.ts';
import { OWN_FORM } from '../own-form.ts';
import { OAI_DC, RDF, type MetadataCollector } from './metadata.ts';

const DCAT = 'http://www.w3.org/ns/dcat#';

/** The collector for metadata that begins with this element. */
export function collectMetadata(root: SaxesTagNS): MetadataCollector {
  if (root.uri === OAI_DC) return collectDublinCore();
  if (root.uri === OWN_FORM.namespace && root.local === OWN_FORM.element) return collectOwnForm();
  return root.uri === RDF || root.uri === DCAT ? collectRdf() : passOver(root);
}

const passOver = ({ uri, local }: SaxesTagNS): MetadataCollector => ({
  open: () => undefined,
  text: () => undefined,
  close: () => undefined,
  metadata: () => ({ flaw: `is an element "${local.slice(0, 100)}" of the namespace "${uri.slice(0, 200)}", which is not read` }),
});
