import { bioschemas } from './bioschemas/write-bioschemas.ts';
import { biotools } from './biotools/write-biotools.ts';
import { bibtex, csl } from './citation/write-citation.ts';
import { csv } from './csv/write-csv.ts';
import { datacite } from './datacite/write-datacite.ts';
import { dcatJsonLd, dcatNTriples, dcatTurtle } from './dcat/index.ts';
import type { Format } from './format.ts';
import { roCrate, roCrate11 } from './ro-crate/write-ro-crate.ts';

/** Every standard in which resources leave this node, in the order in which they are offered. */
export const FORMATS: readonly Format[] = [dcatTurtle, dcatJsonLd, dcatNTriples, bioschemas, datacite, roCrate, roCrate11, biotools, bibtex, csl, csv];

export const formatNamed = (id: string): Format | undefined => FORMATS.find((format) => format.id === id);
