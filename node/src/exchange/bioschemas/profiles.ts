import type { Kind } from '../../catalogue/index.ts';

const PROFILES = 'https://bioschemas.org/profiles';

interface Profile {
  /** The types of schema.org and Bioschemas, the first the most specific one of schema.org. */
  types: readonly [string, ...string[]];
  /** The address of the version of the profile that is kept to; undefined where Bioschemas has none for the kind. */
  profile?: string;
}

/**
 * How each kind is described. A database is a catalogue of data in Bioschemas' sense (a place that keeps datasets), and
 * so is a knowledge base. A sample collection is a sample that is a collection. Kinds without a profile have the
 * nearest type of schema.org.
 */
export const PROFILE_OF: Record<Kind, Profile> = {
  dataset: { types: ['Dataset'], profile: `${PROFILES}/Dataset/1.0-RELEASE` },
  database: { types: ['DataCatalog'], profile: `${PROFILES}/DataCatalog/0.3-RELEASE-2019_07_01` },
  'knowledge-base': { types: ['DataCatalog'], profile: `${PROFILES}/DataCatalog/0.3-RELEASE-2019_07_01` },
  tool: { types: ['SoftwareApplication'], profile: `${PROFILES}/ComputationalTool/1.0-RELEASE` },
  workflow: { types: ['SoftwareSourceCode', 'ComputationalWorkflow'], profile: `${PROFILES}/ComputationalWorkflow/1.0-RELEASE` },
  'training-material': { types: ['LearningResource'], profile: `${PROFILES}/TrainingMaterial/1.0-RELEASE` },
  course: { types: ['Course'], profile: `${PROFILES}/Course/1.0-RELEASE` },
  'sample-collection': { types: ['Collection', 'Sample'], profile: `${PROFILES}/Sample/0.2-RELEASE-2018_11_10` },
  ontology: { types: ['DefinedTermSet'] },
  standard: { types: ['CreativeWork'] },
  model: { types: ['CreativeWork'] },
  instrument: { types: ['Product'] },
  compute: { types: ['Service'] },
  service: { types: ['Service'] },
};

/** The type of schema.org that stands for a kind where it is only named. */
export const schemaTypeOf = (kind: Kind): string => PROFILE_OF[kind].types[0];

/** What schema.org has no term for, and Bioschemas has. */
export const CONTEXT = [
  'https://schema.org/',
  {
    ComputationalWorkflow: 'https://bioschemas.org/ComputationalWorkflow',
    Sample: 'https://bioschemas.org/Sample',
    FormalParameter: 'https://bioschemas.org/FormalParameter',
    input: 'https://bioschemas.org/ComputationalWorkflow#input',
    output: 'https://bioschemas.org/ComputationalWorkflow#output',
  },
] as const;

/** Written out in full, as Bioschemas asks: harvesters look for this very key. */
export const CONFORMS_TO = 'http://purl.org/dc/terms/conformsTo';
