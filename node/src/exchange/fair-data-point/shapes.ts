import { NAMESPACES } from '../rdf/namespaces.ts';

/** A property's rule: its path, what stands there, how often. */
interface Rule {
  path: string;
  kind: 'IRI' | 'Literal' | 'BlankNodeOrIRI';
  datatype?: string;
  least?: number;
  most?: number;
}

/** What every level states. */
const RESOURCE: Rule[] = [
  { path: 'dct:title', kind: 'Literal', least: 1, most: 1 },
  { path: 'dct:description', kind: 'Literal', most: 1 },
  { path: 'dct:publisher', kind: 'IRI', least: 1, most: 1 },
  { path: 'dcat:version', kind: 'Literal', least: 1, most: 1 },
  { path: 'dct:license', kind: 'IRI', most: 1 },
  { path: 'dct:accessRights', kind: 'IRI', most: 1 },
  { path: 'dct:conformsTo', kind: 'IRI', least: 1 },
  { path: 'fdp:metadataIssued', kind: 'Literal', datatype: 'xsd:dateTime', least: 1, most: 1 },
  { path: 'fdp:metadataModified', kind: 'Literal', datatype: 'xsd:dateTime', least: 1, most: 1 },
];
const DATES: Rule[] = ['dct:issued', 'dct:modified'].map((path) => ({ path, kind: 'Literal', datatype: 'xsd:dateTime', most: 1 }));
const PARENT: Rule = { path: 'dct:isPartOf', kind: 'IRI', least: 1 };
const ENTRY: Rule[] = [
  ...DATES,
  PARENT,
  { path: 'dct:identifier', kind: 'Literal', least: 1, most: 1 },
  { path: 'dct:type', kind: 'IRI', least: 1 },
  { path: 'dcat:contactPoint', kind: 'IRI', most: 1 },
  { path: 'dcat:landingPage', kind: 'IRI', most: 1 },
  { path: 'dcat:keyword', kind: 'Literal' },
];

/** The shapes of each level: the class they are for, and its rules. */
const SHAPES = {
  fdp: {
    name: 'FairDataPoint',
    target: 'fdp:FAIRDataPoint',
    rules: [...RESOURCE, ...DATES, { path: 'fdp:metadataCatalog', kind: 'IRI' }, { path: 'dcat:endpointURL', kind: 'IRI', least: 1, most: 1 }],
  },
  catalog: {
    name: 'Catalog',
    target: 'dcat:Catalog',
    rules: [...RESOURCE, ...DATES, PARENT, { path: 'dcat:themeTaxonomy', kind: 'IRI' }, { path: 'dcat:dataset', kind: 'IRI' }, { path: 'dcat:resource', kind: 'IRI' }],
  },
  dataset: { name: 'Dataset', target: 'dcat:Dataset', rules: [...RESOURCE, ...ENTRY, { path: 'dcat:theme', kind: 'IRI', least: 1 }, { path: 'dcat:distribution', kind: 'IRI' }] },
  resource: { name: 'Resource', target: 'dcat:Resource', rules: RESOURCE },
  distribution: {
    name: 'Distribution',
    target: 'dcat:Distribution',
    rules: [
      ...RESOURCE,
      PARENT,
      { path: 'dcat:accessURL', kind: 'IRI', least: 1, most: 1 },
      { path: 'dcat:downloadURL', kind: 'IRI', most: 1 },
      { path: 'dcat:mediaType', kind: 'Literal', least: 1, most: 1 },
      { path: 'dcat:byteSize', kind: 'Literal', datatype: 'xsd:nonNegativeInteger', most: 1 },
    ],
  },
} as const satisfies Record<string, { name: string; target: string; rules: Rule[] }>;

export type ShapeName = keyof typeof SHAPES;
export const SHAPE_NAMES = Object.keys(SHAPES) as ShapeName[];
export const isShapeName = (name: string): name is ShapeName => name in SHAPES;

/** The rules of a level as SHACL, in Turtle: what a reader may rely on. */
export function shapesText(name: ShapeName, baseUrl: string): string {
  const { name: title, target, rules } = SHAPES[name];
  const used = ['dct', 'dcat', 'fdp', 'sh', 'xsd'] as const;
  const prefixes = used.map((prefix) => `@prefix ${prefix}: <${NAMESPACES[prefix]}> .`).join('\n');
  const properties = (rules as Rule[]).map(
    ({ path, kind, datatype, least, most }) =>
      `  sh:property [ sh:path ${path} ; sh:nodeKind sh:${kind}${datatype ? ` ; sh:datatype ${datatype}` : ''}${least === undefined ? '' : ` ; sh:minCount ${least}`}${most === undefined ? '' : ` ; sh:maxCount ${most}`} ]`,
  );
  return `${prefixes}\n\n<${baseUrl}/fdp/shapes/${name}#${title}Shape> a sh:NodeShape ;\n  sh:targetClass ${target} ;\n${properties.join(' ;\n')} .\n`;
}

/** Every level's shapes in one document. */
export const allShapes = (baseUrl: string): string => SHAPE_NAMES.map((name) => shapesText(name, baseUrl)).join('\n');
