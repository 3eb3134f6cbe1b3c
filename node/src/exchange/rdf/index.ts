export type { Add } from './rdf-document.ts';
export { rdfText, SYNTAXES, type Syntax } from './syntaxes.ts';
export { date, instant, iri, named, text, texts, typed, type Literal } from './terms.ts';
