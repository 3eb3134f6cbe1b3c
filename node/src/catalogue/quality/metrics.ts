import type { LanguageMap } from '../../kernel/language-map.ts';

/**
 * The FAIRsFAIR Data Object Assessment Metrics (Devaraju, Huber and others), all versions under
 * https://doi.org/10.5281/zenodo.3775793. Names and numbers here are those of version 0.5
 * (https://doi.org/10.5281/zenodo.6461229). Version 0.8 (https://doi.org/10.5281/zenodo.15045911) renames some;
 * `later` tells under which name it asks the same.
 */
export const SPECIFICATION = {
  name: 'FAIRsFAIR Data Object Assessment Metrics',
  version: '0.5',
  doi: '10.5281/zenodo.6461229',
  allVersions: '10.5281/zenodo.3775793',
} as const;

export const LETTERS = ['F', 'A', 'I', 'R'] as const;
export type Letter = (typeof LETTERS)[number];

export interface Metric {
  id: string;
  number: number;
  letter: Letter;
  name: LanguageMap;
  /** Its names in version 0.8; none where that version has left it out. */
  later: readonly string[];
}

export const METRICS = {
  'FsF-F1-01D': {
    id: 'FsF-F1-01D',
    number: 1,
    letter: 'F',
    name: { en: 'Data is assigned a globally unique identifier.', zh: '数据具有全球唯一标识符。' },
    later: ['FsF-F1-01MD'],
  },
  'FsF-F1-02D': {
    id: 'FsF-F1-02D',
    number: 2,
    letter: 'F',
    name: { en: 'Data is assigned a persistent identifier.', zh: '数据具有持久标识符。' },
    later: ['FsF-F1-02MD'],
  },
  'FsF-F2-01M': {
    id: 'FsF-F2-01M',
    number: 3,
    letter: 'F',
    name: {
      en: 'Metadata includes descriptive core elements (creator, title, data identifier, publisher, publication date, summary and keywords) to support data findability.',
      zh: '元数据包含核心描述要素（创建者、标题、数据标识符、发布者、发布日期、摘要和关键词），便于发现数据。',
    },
    later: ['FsF-F2-01M'],
  },
  'FsF-F3-01M': {
    id: 'FsF-F3-01M',
    number: 4,
    letter: 'F',
    name: { en: 'Metadata includes the identifier of the data it describes.', zh: '元数据包含其所描述数据的标识符。' },
    later: ['FsF-F3-01M'],
  },
  'FsF-F4-01M': {
    id: 'FsF-F4-01M',
    number: 5,
    letter: 'F',
    name: { en: 'Metadata is offered in such a way that it can be retrieved programmatically.', zh: '元数据可由程序获取。' },
    later: ['FsF-F4-01M'],
  },
  'FsF-A1-01M': {
    id: 'FsF-A1-01M',
    number: 6,
    letter: 'A',
    name: { en: 'Metadata contains access level and access conditions of the data.', zh: '元数据说明数据的访问级别和访问条件。' },
    later: ['FsF-A1-01M'],
  },
  'FsF-A1-02M': {
    id: 'FsF-A1-02M',
    number: 7,
    letter: 'A',
    name: { en: 'Metadata is accessible through a standardized communication protocol.', zh: '元数据可通过标准通信协议访问。' },
    later: ['FsF-A1-02MD', 'FsF-A1.1-01MD', 'FsF-A1.2-01MD'],
  },
  'FsF-A1-03D': {
    id: 'FsF-A1-03D',
    number: 8,
    letter: 'A',
    name: { en: 'Data is accessible through a standardized communication protocol.', zh: '数据可通过标准通信协议访问。' },
    later: ['FsF-A1-02MD', 'FsF-A1.1-01MD', 'FsF-A1.2-01MD'],
  },
  'FsF-A2-01M': {
    id: 'FsF-A2-01M',
    number: 9,
    letter: 'A',
    name: { en: 'Metadata remains available, even if the data is no longer available.', zh: '即使数据不再可用，元数据仍然可用。' },
    later: [],
  },
  'FsF-I1-01M': {
    id: 'FsF-I1-01M',
    number: 10,
    letter: 'I',
    name: { en: 'Metadata is represented using a formal knowledge representation language.', zh: '元数据以形式化的知识表示语言表达。' },
    later: ['FsF-I1-01M'],
  },
  'FsF-I2-01M': {
    id: 'FsF-I2-01M',
    number: 11,
    letter: 'I',
    name: { en: 'Metadata uses semantic resources.', zh: '元数据使用语义资源（受控词表、本体）。' },
    later: ['FsF-I2-01M'],
  },
  'FsF-I3-01M': {
    id: 'FsF-I3-01M',
    number: 12,
    letter: 'I',
    name: { en: 'Metadata includes links between the data and its related entities.', zh: '元数据包含数据与相关实体之间的链接。' },
    later: ['FsF-I3-01M'],
  },
  'FsF-R1-01MD': {
    id: 'FsF-R1-01MD',
    number: 13,
    letter: 'R',
    name: { en: 'Metadata specifies the content of the data.', zh: '元数据说明数据的内容。' },
    later: ['FsF-R1-01M'],
  },
  'FsF-R1.1-01M': {
    id: 'FsF-R1.1-01M',
    number: 14,
    letter: 'R',
    name: { en: 'Metadata includes license information under which data can be reused.', zh: '元数据包含数据再利用所依据的许可证信息。' },
    later: ['FsF-R1.1-01M'],
  },
  'FsF-R1.2-01M': {
    id: 'FsF-R1.2-01M',
    number: 15,
    letter: 'R',
    name: { en: 'Metadata includes provenance information about data creation or generation.', zh: '元数据包含数据创建或生成的来源信息。' },
    later: ['FsF-R1.2-01M'],
  },
  'FsF-R1.3-01M': {
    id: 'FsF-R1.3-01M',
    number: 16,
    letter: 'R',
    name: { en: 'Metadata follows a standard recommended by the target research community of the data.', zh: '元数据遵循数据所属研究社区推荐的标准。' },
    later: ['FsF-R1.3-01M'],
  },
  'FsF-R1.3-02D': {
    id: 'FsF-R1.3-02D',
    number: 17,
    letter: 'R',
    name: { en: 'Data is available in a file format recommended by the target research community.', zh: '数据采用所属研究社区推荐的文件格式。' },
    later: ['FsF-R1.3-02D'],
  },
} as const satisfies Record<string, Metric>;

export type MetricId = keyof typeof METRICS;
export const METRIC_IDS = Object.keys(METRICS) as [MetricId, ...MetricId[]];
