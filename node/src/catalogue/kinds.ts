import type { LanguageMap } from '../kernel/language-map.ts';

/** The seven categories of research resources (founding study 000, table 1). */
export const CATEGORIES = ['data', 'compute', 'tool', 'training', 'knowledge', 'standard', 'other'] as const;
export type Category = (typeof CATEGORIES)[number];

export const CATEGORY_LABELS: Record<Category, LanguageMap> = {
  data: { en: 'Data', zh: '数据资源' },
  compute: { en: 'Compute', zh: '算力资源' },
  tool: { en: 'Tools', zh: '工具资源' },
  training: { en: 'Training', zh: '教学培训资源' },
  knowledge: { en: 'Knowledge', zh: '知识资源' },
  standard: { en: 'Standards', zh: '标准资源' },
  other: { en: 'Other', zh: '其他资源' },
};

export const KINDS = [
  'dataset',
  'database',
  'compute',
  'tool',
  'workflow',
  'training-material',
  'course',
  'knowledge-base',
  'standard',
  'ontology',
  'instrument',
  'sample-collection',
  'model',
  'service',
] as const;
export type Kind = (typeof KINDS)[number];

export const KIND_LABELS: Record<Kind, LanguageMap> = {
  dataset: { en: 'Dataset', zh: '数据集' },
  database: { en: 'Database', zh: '数据库' },
  compute: { en: 'Compute', zh: '计算平台' },
  tool: { en: 'Tool', zh: '工具' },
  workflow: { en: 'Workflow', zh: '工作流' },
  'training-material': { en: 'Training material', zh: '培训材料' },
  course: { en: 'Course', zh: '课程' },
  'knowledge-base': { en: 'Knowledge base', zh: '知识库' },
  standard: { en: 'Standard', zh: '标准' },
  ontology: { en: 'Ontology', zh: '本体' },
  instrument: { en: 'Instrument', zh: '仪器' },
  'sample-collection': { en: 'Sample collection', zh: '样本库' },
  model: { en: 'Model', zh: '模型' },
  service: { en: 'Service', zh: '服务' },
};

/** The categories a kind may stand in; the first is its default. */
export const KIND_CATEGORIES: Record<Kind, readonly [Category, ...Category[]]> = {
  dataset: ['data'],
  database: ['data', 'knowledge'],
  compute: ['compute'],
  tool: ['tool'],
  workflow: ['tool'],
  'training-material': ['training'],
  course: ['training'],
  'knowledge-base': ['knowledge', 'training'],
  standard: ['standard'],
  ontology: ['standard', 'knowledge'],
  instrument: ['other'],
  'sample-collection': ['data', 'other'],
  model: ['tool'],
  service: ['other', 'data', 'compute', 'tool', 'training', 'knowledge', 'standard'],
};

/** A resource's life. Drafts and resources in review are seen by their keepers only. */
export const STATUSES = ['draft', 'in-review', 'published', 'deprecated', 'withdrawn'] as const;
export type Status = (typeof STATUSES)[number];
