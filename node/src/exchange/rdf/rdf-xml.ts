import type { NamedNode } from 'n3';
import { xmlText } from '../xml.ts';
import { NAMESPACES, xsd } from './namespaces.ts';
import type { RdfDocument } from './rdf-document.ts';

/**
 * RDF/XML (https://www.w3.org/TR/rdf-syntax-grammar/): one `rdf:RDF`, with a description for every run of triples of one
 * subject. It declares only the namespaces that occur in it, which are known at its end: `take` gives nothing before.
 */
export function rdfXmlDocument(): RdfDocument {
  const prefixes = new Set<string>(['rdf']);
  let body = '';
  let subject = '';
  return {
    add(about, predicate, object) {
      if (about.value !== subject) {
        if (subject !== '') body += '</rdf:Description>';
        subject = about.value;
        body += `<rdf:Description rdf:about="${xmlText(subject)}">`;
      }
      const { name, prefix, declaration } = propertyOf(predicate);
      prefixes.add(prefix);
      if (object.termType === 'NamedNode') body += `<${name}${declaration} rdf:resource="${xmlText(object.value)}"/>`;
      else body += `<${name}${declaration}${qualifierOf(object)}>${xmlText(object.value)}</${name}>`;
    },
    take: () => '',
    end() {
      if (subject !== '') body += '</rdf:Description>';
      const declared = [...prefixes].filter(isKnown).map((prefix) => ` xmlns:${prefix}="${NAMESPACES[prefix]}"`);
      return `<rdf:RDF${declared.join('')}>${body}</rdf:RDF>`;
    },
  };
}

const qualifierOf = ({ language, datatype }: { language: string; datatype: NamedNode }): string => {
  if (language) return ` xml:lang="${language}"`;
  return datatype.value === xsd.string.value ? '' : ` rdf:datatype="${xmlText(datatype.value)}"`;
};

interface Property {
  name: string;
  prefix: string;
  /** Of the namespace, where it is none of the known ones. */
  declaration: string;
}

const properties = new Map<string, Property>();
const LARGEST_MEMORY = 1_000;
const isKnown = (prefix: string): prefix is keyof typeof NAMESPACES => prefix in NAMESPACES;

/** A predicate as a qualified name. Its local name is the longest end of its address that can be one. */
function propertyOf({ value }: NamedNode): Property {
  const known = properties.get(value);
  if (known) return known;
  const local = /[A-Za-z_][\w.-]*$/.exec(value)?.[0];
  if (!local) throw new TypeError(`<${value}> cannot be the name of a property in RDF/XML`);
  const namespace = value.slice(0, -local.length);
  const prefix = Object.entries(NAMESPACES).find(([, address]) => address === namespace)?.[0];
  const property = prefix ? { name: `${prefix}:${local}`, prefix, declaration: '' } : { name: `ns:${local}`, prefix: 'ns', declaration: ` xmlns:ns="${xmlText(namespace)}"` };
  if (properties.size >= LARGEST_MEMORY) properties.clear();
  properties.set(value, property);
  return property;
}
