import type { Format } from '../format.ts';
import { SYNTAXES, type Syntax } from '../rdf/index.ts';
import { writeDcat } from './write.ts';

/** The release of the profile all three keep to. */
export const DCAT_AP = 'https://semiceu.github.io/DCAT-AP/releases/3.0.1/';

const dcat = (id: string, syntax: Syntax, name: string): Format => ({
  id,
  title: { en: `DCAT-AP 3.0.1 (${name})`, zh: `DCAT-AP 3.0.1（${name}）` },
  mediaType: SYNTAXES[syntax].mediaType,
  profile: DCAT_AP,
  extension: SYNTAXES[syntax].extension,
  scope: 'many',
  covers: () => true,
  write: (pages, context, about) => writeDcat(syntax, pages, context, about),
});

export const dcatTurtle = dcat('dcat-turtle', 'turtle', 'Turtle');
export const dcatJsonLd = dcat('dcat-jsonld', 'json-ld', 'JSON-LD');
export const dcatNTriples = dcat('dcat-ntriples', 'n-triples', 'N-Triples');

export { describeOrganisation, organisationNode } from './agents.ts';
export { publisherOf } from './catalogue.ts';
export { classesOf, standingOf } from './classes.ts';
export { describeDistribution } from './distributions.ts';
export { licenceAddress } from './terms-of-use.ts';
export { drawing } from './drawing.ts';
export { describeResource } from './resource.ts';
