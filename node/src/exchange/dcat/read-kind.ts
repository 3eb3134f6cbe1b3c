import { CATEGORIES, KINDS, type Category, type Kind } from '../../catalogue/index.ts';
import { categoryTerm, classesOf, kindTerm } from './classes.ts';
import type { GraphNode } from './read-node.ts';
import { iriOf, schemaOrg } from './read-terms.ts';

const OURS = new Map(KINDS.map((kind) => [kindTerm(kind).value, kind]));
const CATEGORY = new Map(CATEGORIES.map((category) => [categoryTerm(category).value, category]));

const TYPE = iriOf('rdf:type');
const DCT_TYPE = iriOf('dct:type');

/** Classes that are no resources by themselves but tell the kind of one; the most telling first. */
const BY_CLASS: [string, Kind][] = [
  ...KINDS.flatMap((kind): [string, Kind][] => {
    const own = classesOf({ kind, endpoints: [] }).at(-1)!.value;
    return own.startsWith(iriOf('dcat:')) ? [] : [[own, kind]];
  }).filter(([, kind]) => kind !== 'compute'),
  ...schemaOrg('SoftwareApplication').map((iri): [string, Kind] => [iri, 'tool']),
  ...schemaOrg('SoftwareSourceCode').map((iri): [string, Kind] => [iri, 'tool']),
  ...schemaOrg('Course').map((iri): [string, Kind] => [iri, 'course']),
  ...schemaOrg('LearningResource').map((iri): [string, Kind] => [iri, 'training-material']),
  [iriOf('owl:Ontology'), 'ontology'],
  [iriOf('skos:ConceptScheme'), 'ontology'],
  [iriOf('dcat:DataService'), 'service'],
  [iriOf('dcat:Catalog'), 'database'],
  [iriOf('dcat:DatasetSeries'), 'dataset'],
  [iriOf('dcat:Dataset'), 'dataset'],
];

/** Classes whose members are catalogued wherever they stand. */
export const CATALOGUED = (['dcat:Dataset', 'dcat:DataService', 'dcat:DatasetSeries', 'dcat:Resource'] as const).map((name) => iriOf(name));

/** The kind and category a node of ours states; undefined for a description of other making. */
export function ownKind(node: GraphNode): { kind: Kind; category?: Category } | undefined {
  const types = node.all(DCT_TYPE).map(({ value }) => value);
  const kind = types.map((type) => OURS.get(type)).find((it) => it !== undefined);
  if (!kind) return undefined;
  return { kind, category: types.map((type) => CATEGORY.get(type)).find((it) => it !== undefined) };
}

/** The kind its classes tell, most telling class first; a dataset where they tell nothing. */
export function kindByClass(node: GraphNode): Kind {
  const types = new Set(node.all(TYPE).map(({ value }) => value));
  for (const [type, kind] of BY_CLASS) if (types.has(type)) return kind;
  return 'dataset';
}
