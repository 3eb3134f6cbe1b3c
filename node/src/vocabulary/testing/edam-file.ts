import { existsSync, readFileSync } from 'node:fs';
import type { Term } from '../term.ts';
import { aTerm } from './term.ts';

const FILE = new URL('../../../../../shared/data/edam/EDAM_stable.owl', import.meta.url);
export const edamIsPresent = existsSync(FILE);

const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? '');
const compact = (iri: string) => `edam:${iri.slice(iri.lastIndexOf('/') + 1)}`;
const plain = (text: string) =>
  text
    .replace(/&apos;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
const EDAM_TERM = /^edam:(topic|operation|data|format)_\d+$/;

/**
 * The concepts of the real EDAM file as text patterns see them, apart from the reader that the node uses: what it
 * counts is told by the file alone.
 */
export function edamTerms(): Term[] {
  const text = readFileSync(FILE, 'utf8');
  return [...text.matchAll(/<owl:Class rdf:about="([^"]+)">([\s\S]*?)<\/owl:Class>/g)].flatMap(([, iri = '', body = '']) => {
    const id = compact(iri);
    if (!EDAM_TERM.test(id)) return [];
    const terms = (pattern: RegExp) =>
      all(body, pattern)
        .map(compact)
        .filter((target) => EDAM_TERM.test(target));
    return [
      aTerm(id.slice(5), plain(all(body, /<rdfs:label[^>]*>([^<]*)</g)[0] ?? ''), {
        synonyms: all(body, /<oboInOwl:hasExactSynonym>([^<]*)</g).map((name) => ({ text: plain(name), language: 'en', type: 'exact' as const })),
        broader: terms(/<rdfs:subClassOf rdf:resource="([^"]+)"/g),
        deprecated: /<owl:deprecated[^>]*>true</.test(body),
        replacedBy: terms(/replacedBy rdf:resource="([^"]+)"/g),
        consider: terms(/<oboInOwl:consider rdf:resource="([^"]+)"/g),
        extensions: all(body, /<file_extension>([^<]*)</g)
          .flatMap((names) => names.trim().split('|'))
          .filter(Boolean),
        relations: [...body.matchAll(/onProperty rdf:resource="([^"]+)"\/>\s*<owl:someValuesFrom rdf:resource="([^"]+)"/g)].map(([, property = '', target = '']) => ({
          predicate: property.slice(property.lastIndexOf('/') + 1),
          target: compact(target),
        })),
      }),
    ];
  });
}
