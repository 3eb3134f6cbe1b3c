import type { LanguageMap } from '../node/src/kernel/language-map.ts';
import type { Slice } from './slices.ts';

/** Who is in the cluster of the demonstration: one door, two themed groups, six platforms. */
export interface Part {
  name: string;
  role: 'door' | 'group' | 'platform';
  title: LanguageMap;
  description: LanguageMap;
  slices: Slice[];
  /** Files of the starter catalogue. */
  starter: string[];
  /** The hubs it joins, each with the scope it is admitted with. */
  joins: { hub: string; categories?: string[] }[];
  /** Milliseconds that every answer of it takes longer. */
  slow?: number;
}

/** More than the deadline of a question to the members. */
export const SLOWNESS = 2_500;

export const CAST: readonly Part[] = [
  {
    name: 'door',
    role: 'door',
    title: { en: 'The door', zh: '总门户' },
    description: { en: 'One door to all that the groups of this cluster hold.', zh: '通往本集群各组全部资源的统一入口。' },
    slices: [],
    starter: [],
    joins: [],
  },
  {
    name: 'data-group',
    role: 'group',
    title: { en: 'Data and knowledge group', zh: '数据与知识组' },
    description: { en: 'Platforms that hold data and describe what is known.', zh: '汇聚提供数据与知识资源的平台。' },
    slices: [],
    starter: [],
    joins: [{ hub: 'door' }],
  },
  {
    name: 'tools-group',
    role: 'group',
    title: { en: 'Tools and training group', zh: '工具与培训组' },
    description: { en: 'Platforms that offer tools, workflows, computing and training.', zh: '汇聚提供工具、工作流、算力与培训的平台。' },
    slices: [],
    starter: [],
    joins: [{ hub: 'door' }],
  },
  {
    name: 'open-data',
    role: 'platform',
    title: { en: 'Open data platform', zh: '开放数据平台' },
    description: { en: 'Datasets that lie in the open.', zh: '公开存放的数据集。' },
    slices: [{ source: 'aws-open-data', from: 0, to: 0.65 }],
    starter: ['data'],
    joins: [{ hub: 'data-group' }],
  },
  {
    name: 'cohort-data',
    role: 'platform',
    title: { en: 'Cohort data platform', zh: '队列数据平台' },
    description: { en: 'Datasets, some of which the open data platform holds too.', zh: '数据集，其中一部分开放数据平台也有。' },
    slices: [{ source: 'aws-open-data', from: 0.45, to: 1 }],
    starter: ['data', 'other'],
    joins: [{ hub: 'data-group' }],
    slow: SLOWNESS,
  },
  {
    name: 'ontologies',
    role: 'platform',
    title: { en: 'Ontology platform', zh: '本体平台' },
    description: { en: 'Ontologies and standards.', zh: '本体与标准。' },
    slices: [{ source: 'obo-foundry', from: 0, to: 1 }],
    starter: ['knowledge', 'standard'],
    joins: [{ hub: 'data-group' }],
  },
  {
    name: 'galaxy-tools',
    role: 'platform',
    title: { en: 'Analysis tools platform', zh: '分析工具平台' },
    description: { en: 'Tools and the workflows that use them.', zh: '工具以及使用这些工具的工作流。' },
    slices: [{ source: 'galaxy-codex', from: 0, to: 0.14, only: 'tools.tsv' }],
    starter: ['tool', 'compute'],
    joins: [{ hub: 'tools-group' }],
  },
  {
    name: 'omics-tools',
    role: 'platform',
    title: { en: 'Omics tools platform', zh: '组学工具平台' },
    description: { en: 'Tools, some of which the analysis tools platform holds too.', zh: '工具，其中一部分分析工具平台也有。' },
    slices: [{ source: 'galaxy-codex', from: 0.07, to: 0.18, only: 'tools.tsv' }],
    starter: ['tool'],
    joins: [{ hub: 'tools-group' }],
  },
  {
    name: 'training',
    role: 'platform',
    title: { en: 'Training and data management platform', zh: '培训与数据管理平台' },
    description: { en: 'Training, and guidance for the management of research data. It belongs to both groups.', zh: '培训资源与科研数据管理指南；同时属于两个组。' },
    slices: [
      { source: 'galaxy-codex', from: 0, to: 1, only: 'tutorials.tsv' },
      { source: 'rdmkit', from: 0, to: 1 },
    ],
    starter: ['training'],
    joins: [{ hub: 'tools-group' }, { hub: 'data-group', categories: ['data', 'knowledge', 'standard'] }],
  },
];

/** It is stopped while the demonstration runs, and comes back. */
export const STOPPED = 'ontologies';
