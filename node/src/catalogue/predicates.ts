import type { LanguageMap } from '../kernel/language-map.ts';

/** What stands at the far end of a link. */
export const NODE_TYPES = ['resource', 'term', 'organisation'] as const;
export type NodeType = (typeof NODE_TYPES)[number];

interface Predicate {
  /** Reads from subject to object: "workflow uses tool". */
  label: LanguageMap;
  /** Reads from object to subject: "tool is used by workflow". */
  inverse: LanguageMap;
  /** The term of a public vocabulary that says the same. */
  iri: string;
  object: NodeType;
}

/** The published vocabulary of links: `/api/v1/predicates` lists it. */
export const PREDICATES = {
  uses: {
    label: { en: 'uses', zh: '使用' },
    inverse: { en: 'is used by', zh: '被使用于' },
    iri: 'http://www.w3.org/ns/prov#used',
    object: 'resource',
  },
  teaches: {
    label: { en: 'teaches', zh: '讲授' },
    inverse: { en: 'is taught by', zh: '讲授于' },
    iri: 'https://schema.org/teaches',
    object: 'resource',
  },
  'runs-on': {
    label: { en: 'runs on', zh: '运行于' },
    inverse: { en: 'runs', zh: '可运行' },
    iri: 'https://schema.org/availableOnDevice',
    object: 'resource',
  },
  mentions: {
    label: { en: 'mentions', zh: '提及' },
    inverse: { en: 'is mentioned by', zh: '被提及于' },
    iri: 'https://schema.org/mentions',
    object: 'resource',
  },
  'is-part-of': {
    label: { en: 'is part of', zh: '属于' },
    inverse: { en: 'has part', zh: '包含' },
    iri: 'http://purl.org/dc/terms/isPartOf',
    object: 'resource',
  },
  'depends-on': {
    label: { en: 'depends on', zh: '依赖' },
    inverse: { en: 'is required by', zh: '被依赖于' },
    iri: 'http://purl.org/dc/terms/requires',
    object: 'resource',
  },
  cites: {
    label: { en: 'cites', zh: '引用' },
    inverse: { en: 'is cited by', zh: '被引用于' },
    iri: 'http://purl.org/spar/cito/cites',
    object: 'resource',
  },
  'same-as': {
    label: { en: 'is the same as', zh: '等同于' },
    inverse: { en: 'is the same as', zh: '等同于' },
    iri: 'http://www.w3.org/2002/07/owl#sameAs',
    object: 'resource',
  },
  'replaced-by': {
    label: { en: 'is replaced by', zh: '被取代为' },
    inverse: { en: 'replaces', zh: '取代' },
    iri: 'http://purl.org/dc/terms/isReplacedBy',
    object: 'resource',
  },
  'related-to': {
    label: { en: 'is related to', zh: '相关' },
    inverse: { en: 'is related to', zh: '相关' },
    iri: 'http://purl.org/dc/terms/relation',
    object: 'resource',
  },
  'has-topic': {
    label: { en: 'has topic', zh: '主题为' },
    inverse: { en: 'is topic of', zh: '是其主题' },
    iri: 'http://www.w3.org/ns/dcat#theme',
    object: 'term',
  },
  'has-operation': {
    label: { en: 'performs', zh: '执行操作' },
    inverse: { en: 'is performed by', zh: '由其执行' },
    iri: 'http://edamontology.org/has_function',
    object: 'term',
  },
  'has-format': {
    label: { en: 'comes in format', zh: '数据格式为' },
    inverse: { en: 'is the format of', zh: '是其数据格式' },
    iri: 'http://purl.org/dc/terms/format',
    object: 'term',
  },
  'reads-format': {
    label: { en: 'reads format', zh: '读取格式' },
    inverse: { en: 'is read by', zh: '可被读取' },
    iri: 'http://edamontology.org/has_input',
    object: 'term',
  },
  'writes-format': {
    label: { en: 'writes format', zh: '输出格式' },
    inverse: { en: 'is written by', zh: '可被输出' },
    iri: 'http://edamontology.org/has_output',
    object: 'term',
  },
  'provided-by': {
    label: { en: 'is provided by', zh: '提供方为' },
    inverse: { en: 'provides', zh: '提供' },
    iri: 'https://schema.org/provider',
    object: 'organisation',
  },
} as const satisfies Record<string, Predicate>;

export type PredicateName = keyof typeof PREDICATES;
export const PREDICATE_NAMES = Object.keys(PREDICATES) as [PredicateName, ...PredicateName[]];
