import type { Outgoing } from '../../catalogue/index.ts';
import type { Format, WritingContext } from '../format.ts';
import { named, SYNTAXES, type Syntax } from '../rdf/index.ts';
import { schema } from '../rdf/namespaces.ts';
import { addMembers, catalogueNode, describeCatalogue } from './catalogue.ts';
import { drawing } from './drawing.ts';
import { describeResource } from './resource.ts';

/** So many resources are written between two pieces of text, so that no piece grows with the page. */
const PIECE = 50;

/**
 * Resources as DCAT-AP, piece by piece. The whole catalogue, and the whole of a category, bring their `dcat:Catalog`; any
 * other choice names the catalogue it is from.
 */
export async function* writeDcat(syntax: Syntax, pages: AsyncIterable<Outgoing[]>, context: WritingContext, about: Parameters<Format['write']>[2]): AsyncGenerator<string> {
  const document = SYNTAXES[syntax].open();
  const graph = drawing(document.add, context);
  const catalogue = about.whole || about.category ? describeCatalogue(graph, context, about.category) : undefined;
  for await (const page of pages) {
    for (let from = 0; from < page.length; from += PIECE) {
      const piece = page.slice(from, from + PIECE);
      for (const resource of piece) describeResource(graph, resource);
      if (catalogue) addMembers(graph, catalogue, piece);
      else for (const { url } of piece) document.add(named(url), schema.includedInDataCatalog, catalogueNode(context.baseUrl));
      yield document.take();
    }
  }
  yield document.end();
}
