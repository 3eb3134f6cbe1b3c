import { z } from 'zod';
import { DomainError, invalid } from '../../kernel/errors.ts';
import type { Entry, Input } from '../input/input.ts';
import type { Graph } from '../rdf/graph.ts';
import { asWritten, isRelative } from '../rdf/read-limits.ts';
import { isRdfFile, RDF_ACCEPT, readRdf, type RdfDocument } from '../rdf/read-rdf.ts';
import type { ReadItem, ReadReport } from '../source.ts';
import { defineStandard } from '../standard.ts';
import { cataloguedIn, COLLECTION, readCatalogued, servicesIn } from './read-graph.ts';

const HYDRA = 'http://www.w3.org/ns/hydra/core#';
const NEXT = [`${HYDRA}next`, `${HYDRA}nextPage`];
const MOST_PAGES = 10_000;

/** The records of a document that has been read. */
export function* recordsIn(graph: Graph, name: string, report: Pick<ReadReport, 'note'>): Generator<ReadItem> {
  const services = servicesIn(graph);
  for (const node of graph.nodes()) {
    if (!isRelative(node)) continue;
    report.note(`${name} holds relative addresses (the first is "${asWritten(node)}") and states no base for them; they were left out`);
    break;
  }
  for (const id of cataloguedIn(graph)) yield readCatalogued(graph, id, services.get(id) ?? [], report);
}

/** The page after this one, where a portal gives its catalogue out in pages (Hydra). */
function nextPage(graph: Graph): string | undefined {
  for (const property of NEXT) for (const [, { value }] of graph.pairs(property)) if (URL.canParse(value)) return value;
  return undefined;
}

async function* read(input: Input, report: ReadReport): AsyncGenerator<ReadItem> {
  let documents = 0;
  let whole = true;
  const visited = new Set<string>();

  async function* pagesFrom(first: Entry): AsyncGenerator<{ document: RdfDocument; graph: Graph }> {
    let document: RdfDocument = { name: first.url ?? first.path, url: first.url, mediaType: first.mediaType, bytes: first.bytes };
    for (;;) {
      if (document.url) visited.add(document.url);
      const graph = await readRdf(document, input.web);
      yield { document, graph };
      const next = nextPage(graph);
      if (next === undefined || visited.has(next)) return;
      if (!input.web.mayReach(next)) {
        whole = false;
        report.note(`The next page, ${next}, lies on a host that may not be reached; what stands there was not read`);
        return;
      }
      if (visited.size >= MOST_PAGES) throw invalid(`${input.address} has more than ${MOST_PAGES} pages`);
      const page = await input.web.get(next, { accept: RDF_ACCEPT });
      visited.add(next);
      document = { name: page.url, ...page };
    }
  }

  for await (const entry of input.entries()) {
    if (input.shape === 'folder' && !entry.url && !isRdfFile(entry.path)) continue;
    documents++;
    try {
      for await (const { document, graph } of pagesFrom(entry)) yield* recordsIn(graph, document.name, report);
    } catch (error) {
      // One file of many that can't be read costs itself; alone it is the harvest.
      if (input.shape === 'file' || !(error instanceof DomainError) || error.code === 'unavailable') throw error;
      yield { rejection: { record: entry.path, field: '', reason: error.message, collection: COLLECTION } };
    }
  }
  if (documents === 0) throw invalid(`${input.address} holds no file in RDF (.ttl, .nt, .jsonld, .rdf, .xml …)`);
  if (whole) report.whole(COLLECTION);
}

/** DCAT and its profiles, as documents in any of RDF's common syntaxes. */
export const dcatStandard = defineStandard({
  id: 'dcat',
  title: { en: 'DCAT (Data Catalog Vocabulary)', zh: 'DCAT（数据目录词汇表）' },
  description: {
    en: 'Catalogues of data portals in DCAT or DCAT-AP: Turtle, N-Triples, JSON-LD or RDF/XML, from a file or an address, page by page where a portal gives them out so.',
    zh: '数据门户以 DCAT 或 DCAT-AP 发布的目录：Turtle、N-Triples、JSON-LD 或 RDF/XML，来自文件或网址，支持分页目录。',
  },
  homepage: 'https://www.w3.org/TR/vocab-dcat-3/',
  version: 1,
  accept: RDF_ACCEPT,
  settings: z.strictObject({}),
  read,
});
