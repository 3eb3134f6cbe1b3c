import { biotoolsStandard } from './biotools/read-biotools.ts';
import { bioschemas } from './bioschemas/read-bioschemas.ts';
import { dcatStandard } from './dcat/read-dcat.ts';
import { csvStandard } from './csv/read-csv.ts';
import { fairDataPoint } from './fair-data-point/read-fair-data-point.ts';
import { moduleMetadata } from './module-metadata/read-module-metadata.ts';
import { roCrate } from './ro-crate/read-ro-crate.ts';
import { oaiPmh } from './oai-pmh/index.ts';
import type { Standard } from './standard.ts';

/** Every standard this node reads, in the order in which they are shown. */
export const STANDARDS: readonly Standard[] = [dcatStandard, fairDataPoint, oaiPmh, bioschemas, roCrate, biotoolsStandard, moduleMetadata, csvStandard];

export const standardNamed = (id: string): Standard | undefined => STANDARDS.find((standard) => standard.id === id);
