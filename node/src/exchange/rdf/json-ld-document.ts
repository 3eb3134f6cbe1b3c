import type { NamedNode } from 'n3';
import type { RdfDocument } from './rdf-document.ts';
import { NAMESPACES, rdf, xsd } from './namespaces.ts';
import type { Literal } from './terms.ts';

type Value = string | { '@id': string } | { '@value': string; '@language'?: string; '@type'?: string };

const CONTEXT = JSON.stringify(NAMESPACES);

/**
 * JSON-LD 1.1 with a context of its own (nothing is to be fetched to read it): a graph of node objects, one after the
 * other. What is said of a node in several places stands in several node objects, which a reader merges.
 */
export function jsonLdDocument(): RdfDocument {
  let text = '';
  let begun = false;
  let subject = '';
  let node: Record<string, Value[] | string> | undefined;
  const flush = () => {
    if (!node) return;
    text += `${begun ? ',\n' : `{"@context":${CONTEXT},\n"@graph":[\n`}${JSON.stringify(node)}`;
    begun = true;
    node = undefined;
  };
  const take = () => {
    const taken = text;
    text = '';
    return taken;
  };
  return {
    add(about, predicate, object) {
      if (!node || about.value !== subject) {
        flush();
        subject = about.value;
        node = { '@id': subject };
      }
      const isType = predicate === rdf.type;
      const key = isType ? '@type' : compact(predicate.value);
      const value = isType ? compact(object.value) : valueOf(object);
      const values = (node[key] ??= []) as Value[];
      values.push(value);
    },
    take,
    end() {
      flush();
      text += begun ? '\n]}\n' : `{"@context":${CONTEXT},\n"@graph":[]}\n`;
      return take();
    },
  };
}

function valueOf(object: NamedNode | Literal): Value {
  if (object.termType === 'NamedNode') return { '@id': object.value };
  if (object.language) return { '@value': object.value, '@language': object.language };
  return object.datatype === xsd.string ? object.value : { '@value': object.value, '@type': compact(object.datatype.value) };
}

const compacted = new Map<string, string>();
const LARGEST_MEMORY = 10_000;

/** `dct:title` for a term of a known namespace, else the address itself. */
function compact(address: string): string {
  const known = compacted.get(address);
  if (known) return known;
  const found = Object.entries(NAMESPACES).find(([, namespace]) => address.startsWith(namespace) && /^\w[\w-]*$/.test(address.slice(namespace.length)));
  const short = found ? `${found[0]}:${address.slice(found[1].length)}` : address;
  if (compacted.size >= LARGEST_MEMORY) compacted.clear();
  compacted.set(address, short);
  return short;
}
