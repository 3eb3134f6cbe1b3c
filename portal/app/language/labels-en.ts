import type { AccessLevel, Category, Direction, FacetName, FieldName, HarvestState, Kind, Predicate, Reason, Status } from '../api/contract.ts';

const categories: Record<Category, string> = {
  data: 'Data',
  compute: 'Compute',
  tool: 'Tools',
  training: 'Training',
  knowledge: 'Knowledge',
  standard: 'Standards',
  other: 'Other',
};

const categoryMeanings: Record<Category, string> = {
  data: 'Datasets, databases and sample collections: what is analysed.',
  compute: 'Platforms and machines where analyses run.',
  tool: 'Software, workflows and models: what analyses.',
  training: 'Tutorials, courses and materials that teach it.',
  knowledge: 'Knowledge bases and guidance: what is known.',
  standard: 'Standards and ontologies that let the rest understand each other.',
  other: 'Instruments, collections and services that stand in none of the others.',
};

const kinds: Record<Kind, string> = {
  dataset: 'Dataset',
  database: 'Database',
  compute: 'Compute platform',
  tool: 'Tool',
  workflow: 'Workflow',
  'training-material': 'Training material',
  course: 'Course',
  'knowledge-base': 'Knowledge base',
  standard: 'Standard',
  ontology: 'Ontology',
  instrument: 'Instrument',
  'sample-collection': 'Sample collection',
  model: 'Model',
  service: 'Service',
};

const statuses: Record<Status, string> = { draft: 'Draft', 'in-review': 'In review', published: 'Published', deprecated: 'Deprecated', withdrawn: 'Withdrawn' };

const predicates: Record<Predicate, Record<Direction, string>> = {
  uses: { out: 'uses', in: 'is used by' },
  teaches: { out: 'teaches', in: 'is taught by' },
  'runs-on': { out: 'runs on', in: 'runs' },
  mentions: { out: 'mentions', in: 'is mentioned by' },
  'is-part-of': { out: 'is part of', in: 'has part' },
  'depends-on': { out: 'depends on', in: 'is required by' },
  cites: { out: 'cites', in: 'is cited by' },
  'same-as': { out: 'is the same as', in: 'is the same as' },
  'replaced-by': { out: 'is replaced by', in: 'replaces' },
  'related-to': { out: 'is related to', in: 'is related to' },
  'has-topic': { out: 'has topic', in: 'is topic of' },
  'has-operation': { out: 'performs', in: 'is performed by' },
  'has-format': { out: 'comes in format', in: 'is the format of' },
  'reads-format': { out: 'reads format', in: 'is read by' },
  'writes-format': { out: 'writes format', in: 'is written by' },
  'provided-by': { out: 'is provided by', in: 'provides' },
};

const fields: Record<FieldName, string> = {
  category: 'Category',
  kind: 'Kind',
  title: 'Title',
  description: 'Description',
  identifiers: 'Identifiers',
  homepage: 'Home page',
  topics: 'Topics',
  operations: 'Operations',
  reads: 'Reads formats',
  writes: 'Writes formats',
  formats: 'Formats',
  keywords: 'Keywords',
  provider: 'Provider',
  contacts: 'Contacts',
  licence: 'Licence',
  access: 'Access',
  endpoints: 'Addresses',
  distributions: 'Files',
  publications: 'Publications',
  version: 'Version',
  status: 'Status',
  statusReason: 'Reason for the status',
  issued: 'Issued',
  modified: 'Modified',
  popularity: 'Uses stated',
  links: 'Links stated',
};

const facets: Record<FacetName, string> = { category: 'Category', kind: 'Kind', topic: 'Topic', licence: 'Licence', provider: 'Provider', source: 'Source' };

const accessLevels: Record<AccessLevel, string> = { open: 'Open', registration: 'After registration', controlled: 'Controlled: on application', closed: 'Closed' };

const harvestStates: Record<HarvestState, string> = { queued: 'Queued', running: 'Running', done: 'Done', failed: 'Failed', stopped: 'Stopped' };

const places: Record<Reason['field'], string> = { title: 'in its title', text: 'in its text', annotation: 'in its annotation' };

/** English names of what the API names by code; a new code without a name does not compile. */
export const labels = { categories, categoryMeanings, kinds, statuses, predicates, fields, facets, accessLevels, harvestStates, places };
