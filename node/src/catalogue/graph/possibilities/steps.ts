import type { LanguageMap } from '../../../kernel/language-map.ts';
import type { Kind } from '../../kinds.ts';
import type { PredicateName } from '../../predicates.ts';

export const STEPS = ['tools', 'workflows', 'servers', 'training'] as const;
export type StepName = (typeof STEPS)[number];

export const KINDS_OF: Record<StepName, readonly Kind[]> = {
  tools: ['tool', 'model', 'service'],
  workflows: ['workflow'],
  servers: ['compute', 'service'],
  training: ['training-material', 'course'],
};

/** How a question begins: from data (or a format), a tool, a workflow, training or a server. */
export type Start = 'data' | 'tool' | 'workflow' | 'training' | 'server';

const STARTS: Partial<Record<Kind, Start>> = { tool: 'tool', model: 'tool', workflow: 'workflow', 'training-material': 'training', course: 'training', compute: 'server' };
export const startOf = (kind: Kind): Start => STARTS[kind] ?? 'data';

/** Links by which two resources have directly to do with one another, the most telling first. */
export const DIRECT: readonly PredicateName[] = ['uses', 'teaches', 'runs-on', 'depends-on', 'mentions', 'related-to'];

/** The links by which the later steps follow from the tools. */
export const FROM_TOOLS: Record<Exclude<StepName, 'tools'>, { predicates: readonly PredicateName[]; direction: 'out' | 'in' }> = {
  workflows: { predicates: ['uses'], direction: 'in' },
  servers: { predicates: ['runs-on'], direction: 'out' },
  training: { predicates: ['teaches', 'uses', 'mentions'], direction: 'in' },
};

/** The steps that make sense from each start, and their headings. */
export const HEADINGS: Record<Start, Partial<Record<StepName, LanguageMap>>> = {
  data: {
    tools: { en: 'Tools that can work on it', zh: '可处理它的工具' },
    workflows: { en: 'Workflows that use these tools', zh: '使用这些工具的工作流' },
    servers: { en: 'Servers that run these tools', zh: '可运行这些工具的服务器' },
    training: { en: 'Training that teaches these tools', zh: '讲授这些工具的培训' },
  },
  tool: {
    workflows: { en: 'Workflows that use it', zh: '使用它的工作流' },
    servers: { en: 'Servers that run it', zh: '可运行它的服务器' },
    training: { en: 'Training that teaches it', zh: '讲授它的培训' },
  },
  workflow: {
    tools: { en: 'Tools it uses', zh: '它使用的工具' },
    servers: { en: 'Servers that run it or its tools', zh: '可运行它或其工具的服务器' },
    training: { en: 'Training that teaches it or its tools', zh: '讲授它或其工具的培训' },
  },
  training: {
    tools: { en: 'Tools it teaches or uses', zh: '它讲授或使用的工具' },
    workflows: { en: 'Workflows with these tools', zh: '含这些工具的工作流' },
    servers: { en: 'Servers that run these tools', zh: '可运行这些工具的服务器' },
  },
  server: {
    tools: { en: 'Tools it runs', zh: '它可运行的工具' },
    workflows: { en: 'Workflows it runs', zh: '它可运行的工作流' },
    training: { en: 'Training that can be followed there', zh: '可在其上开展的培训' },
  },
};
