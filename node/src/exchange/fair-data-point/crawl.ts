import { DomainError, invalid } from '../../kernel/errors.ts';
import type { Web } from '../../kernel/web/web.ts';
import { cataloguedIn, COLLECTION, readCatalogued, servicesIn } from '../dcat/read-graph.ts';
import { iriOf } from '../dcat/read-terms.ts';
import type { Graph } from '../rdf/graph.ts';
import { RDF_ACCEPT, readRdf } from '../rdf/read-rdf.ts';
import { unionGraph } from '../rdf/union-graph.ts';
import type { Crawl, ReadItem, ReadReport } from '../source.ts';

/** Documents one harvest asks a FAIR Data Point for. */
const MOST_DOCUMENTS = 200_000;
/** Distributions of one dataset whose documents are asked for. */
const MOST_PARTS = 1_000;

const MEMBERS = [iriOf('dcat:dataset'), iriOf('dcat:service'), iriOf('dcat:resource')];
/** From the point to its catalogues, and from a catalogue to what it lists: FDP's and DCAT's own relations, LDP containers, further pages. */
const DOWN = [
  iriOf('fdp:metadataCatalog'),
  'http://www.re3data.org/schema/3-0#dataCatalog',
  'https://www.re3data.org/schema/3-0#dataCatalog',
  iriOf('dcat:catalog'),
  ...MEMBERS,
  iriOf('ldp:contains'),
  iriOf('ldp:nextPage'),
  'http://www.w3.org/ns/hydra/core#next',
];
const PART = iriOf('dcat:distribution');
/** What leads to other things and is none itself. */
const GUIDES = [iriOf('dcat:Catalog'), iriOf('fdp:FAIRDataPoint'), iriOf('fdp:MetadataService')];

const documentOf = (iri: string): string => iri.split('#', 1)[0]!;

/** The web addresses certain relations of a document lead to. */
function objectsOf(graph: Graph, relations: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const relation of relations) for (const [, { type, value }] of graph.pairs(relation)) if (type === 'node' && /^https?:/i.test(value)) found.add(value);
  return found;
}

/**
 * Walks a FAIR Data Point from its own description down: catalogues, what they list, and the forms in which that can be
 * had. Each document is asked for once, whatever circles lead back to it; other hosts only where they may be reached.
 */
export async function* crawlFairDataPoint({ address, web }: Crawl, report: ReadReport): AsyncGenerator<ReadItem> {
  const start = documentOf(address);
  const waiting = [start];
  const asked = new Set(waiting);
  const described = new Set<string>();
  const named = new Set<string>();
  const elsewhere = new Set<string>();
  const ask = (url: string) => {
    if (asked.has(url)) return;
    if (asked.size >= MOST_DOCUMENTS) throw invalid(`${address} leads to more than ${MOST_DOCUMENTS} documents`);
    asked.add(url);
    waiting.push(url);
  };

  for (let place = 0; place < waiting.length; place++) {
    const url = waiting[place]!;
    let graph: Graph;
    try {
      graph = await documentAt(url, web);
    } catch (error) {
      if (url === start || !(error instanceof DomainError) || error.code === 'unavailable') throw error;
      for (const id of named) if (documentOf(id) === url) named.delete(id);
      yield { rejection: { record: url, field: '', reason: error.message, key: url, collection: COLLECTION } };
      continue;
    }
    const listed = objectsOf(graph, DOWN);
    const parts = objectsOf(graph, [PART]);
    for (const iri of listed) {
      // A dataset is a container of its distributions, which are read with it.
      if (parts.has(iri)) continue;
      const document = documentOf(iri);
      if (!web.mayReach(document)) elsewhere.add(iri);
      else ask(document);
    }
    for (const member of objectsOf(graph, MEMBERS)) if (!described.has(member) && web.mayReach(documentOf(member))) named.add(member);
    const services = servicesIn(graph);
    const guides = new Set(GUIDES.flatMap((type) => [...subjectsOf(graph, type)]));
    for (const id of cataloguedIn(graph)) {
      if (guides.has(id) || parts.has(id) || described.has(id)) continue;
      // A catalogue names its datasets, perhaps with a title; their own documents say what there is to say.
      if (listed.has(id) && documentOf(id) !== url && web.mayReach(documentOf(id))) continue;
      described.add(id);
      named.delete(id);
      elsewhere.delete(id);
      yield readCatalogued(await withParts(graph, id, web, report), id, services.get(id) ?? [], report);
    }
  }
  for (const id of named) {
    if (!described.has(id))
      yield { rejection: { record: id, field: '', reason: 'is listed, but the document at its address does not describe it', key: id, collection: COLLECTION } };
  }
  if (elsewhere.size > 0) report.note(`${elsewhere.size} addresses it lists lie on hosts that may not be reached and were passed over (the first is ${[...elsewhere][0]})`);
  else report.whole(COLLECTION);
}

function* subjectsOf(graph: Graph, type: string): Generator<string> {
  for (const [subject, { value }] of graph.pairs(iriOf('rdf:type'))) if (value === type) yield subject;
}

/** A dataset's document together with those of its distributions, which a FAIR Data Point keeps apart. */
async function withParts(graph: Graph, id: string, web: Web, { note }: Pick<ReadReport, 'note'>): Promise<Graph> {
  const graphs = [graph];
  const apart = graph.objects(id, PART).flatMap(({ type, value }) => (type === 'node' && /^https?:/i.test(value) && !graph.describes(value) ? [documentOf(value)] : []));
  for (const url of new Set(apart.slice(0, MOST_PARTS))) {
    if (!web.mayReach(url)) continue;
    try {
      graphs.push(await documentAt(url, web));
    } catch (error) {
      if (!(error instanceof DomainError) || error.code === 'unavailable') throw error;
      note(`${id}: its distribution ${url} was left out (${error.message})`);
    }
  }
  return unionGraph(graphs);
}

async function documentAt(address: string, web: Web): Promise<Graph> {
  const { url, mediaType, bytes } = await web.get(address, { accept: RDF_ACCEPT });
  return readRdf({ name: url, url, mediaType, bytes }, web);
}
