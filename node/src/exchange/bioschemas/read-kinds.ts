import type { Kind } from '../../catalogue/index.ts';
import type { Entity } from './read-entities.ts';
import { valuesOf, wordsOf } from './read-values.ts';

/**
 * Types of schema.org and Bioschemas that are resources here, and as what; the first that fits an entity counts, so
 * what says most stands first.
 */
const KINDS: [string, Kind][] = [
  ['ComputationalWorkflow', 'workflow'],
  ['Workflow', 'workflow'],
  ['ComputationalTool', 'tool'],
  ['TrainingMaterial', 'training-material'],
  ['Course', 'course'],
  ['DataCatalog', 'database'],
  ['DefinedTermSet', 'ontology'],
  ['CategoryCodeSet', 'ontology'],
  ['Sample', 'sample-collection'],
  ['BioSample', 'sample-collection'],
  ['WebAPI', 'service'],
  ['APIReference', 'service'],
  ['WebApplication', 'tool'],
  ['MobileApplication', 'tool'],
  ['SoftwareApplication', 'tool'],
  ['SoftwareSourceCode', 'tool'],
  ['LearningResource', 'training-material'],
  ['Dataset', 'dataset'],
  ['DataFeed', 'dataset'],
  ['CourseInstance', 'course'],
  ['EducationEvent', 'course'],
  ['Service', 'service'],
];

/** Types that say too little, and how the rest of an entity names its kind (`additionalType`, `serviceType`). */
const BY_NAME: [string, Record<string, Kind>][] = [
  ['CreativeWork', { standard: 'standard', model: 'model', ontology: 'ontology', dataset: 'dataset', database: 'database' }],
  ['Product', { instrument: 'instrument' }],
  ['Service', { compute: 'compute' }],
];

/** Profiles of Bioschemas an entity keeps to (`https://bioschemas.org/profiles/TrainingMaterial/1.0-RELEASE`), by name. */
const profilesOf = (entity: Entity): string[] =>
  valuesOf(entity, 'conformsTo').flatMap((value) => /bioschemas\.org\/profiles\/([A-Za-z]+)/i.exec('text' in value ? value.text : (value.entity.id ?? ''))?.[1] ?? []);

/** What kind of resource an entity is; undefined for people, places, articles and whatever else is no resource. */
export function kindOf(entity: Entity): Kind | undefined {
  if (entity.types.length === 0) return undefined;
  const names = new Set(wordsOf(entity, 'additionalType', 'serviceType').map((word) => word.toLowerCase()));
  for (const [type, kinds] of BY_NAME) {
    const named = entity.types.includes(type) && Object.keys(kinds).find((name) => names.has(name));
    if (named) return kinds[named];
  }
  const profiled = KINDS.find(([type]) => profilesOf(entity).includes(type));
  return (profiled ?? KINDS.find(([type]) => entity.types.includes(type)))?.[1];
}

/** An edition of a course: it is told with its course, if that is told as well. */
export const isCourseInstance = (entity: Entity): boolean => entity.types.includes('CourseInstance') && !entity.types.includes('Course');
