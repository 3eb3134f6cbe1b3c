import { z } from 'zod';
import { CATEGORIES } from '../../catalogue/index.ts';
import { LanguageMap } from '../../kernel/language-map.ts';
import { ROLES } from '../tables.ts';

/** The levels of the ecosystem above single resources: a node, a group of nodes, a cluster of groups. */
const LEVELS = ['platform', 'group', 'cluster'] as const;
export type Level = (typeof LEVELS)[number];

/**
 * How the replication of a node stands: complete and recent; not yet complete, or late; the last attempts failed; no
 * attempt succeeded for long; nothing known.
 */
const HEALTHS = ['current', 'behind', 'failing', 'stopped', 'unknown'] as const;
export type Health = (typeof HEALTHS)[number];

const CategoryCount = z.object({ value: z.enum(CATEGORIES), count: z.int() });

export const EcosystemNode = z.object({
  id: z.string(),
  name: LanguageMap,
  description: LanguageMap.nullable().describe('As it describes itself'),
  organisation: LanguageMap.nullable(),
  url: z.string(),
  /** Who it is to this node: itself, below it (a member, or a member's member), or above it (a hub it belongs to). */
  place: z.enum(['self', 'below', 'above']),
  role: z.enum(ROLES).nullable().describe('As what it belongs to the group next to it on the way to this node'),
  level: z.enum(LEVELS),
  /** A member of this node, followed by it directly. */
  direct: z.boolean(),
  own: z.object({ total: z.int(), categories: z.array(CategoryCount) }).describe('Resources it describes itself that can be found here'),
  within: z.object({ total: z.int(), categories: z.array(CategoryCount) }).describe('The same with everything below it; what several describe counts once'),
  health: z.enum(HEALTHS),
  toldBy: z.string().nullable().describe('The hub that follows it and says how that stands, where this node does not follow it itself'),
  lastSuccess: z.iso.datetime().nullable(),
  lag: z.number().nullable().describe('Milliseconds between what was last published there and its being held here'),
  here: z.int().nullable().describe('Descriptions of its feed that are held here'),
  there: z.int().nullable().describe('Descriptions its feed carries'),
  digestEqual: z.boolean().nullable(),
  problem: LanguageMap.nullable().describe('What is wrong with it: two nodes speak with its identifier, its keys contradict'),
});
export type EcosystemNode = z.infer<typeof EcosystemNode>;

export const EcosystemEdge = z.object({
  from: z.string().describe('The member'),
  to: z.string().describe('The hub'),
  role: z.enum(ROLES).nullable(),
  since: z.iso.datetime().nullable(),
  until: z.iso.datetime().nullable(),
  /** A membership of this node, a way that descriptions took, or what the member says of itself. */
  known: z.enum(['membership', 'path', 'statement']),
});
export type EcosystemEdge = z.infer<typeof EcosystemEdge>;

/** `GET /api/v1/federation/ecosystem`. */
export const EcosystemView = z.object({
  self: z.string(),
  nodes: z.array(EcosystemNode),
  edges: z.array(EcosystemEdge),
  resources: z.int().describe('All that can be found here'),
  platforms: z.int().describe('Nodes below this one that describe resources of their own'),
  groups: z.int().describe('Groups, with this node where it is one'),
  at: z.iso.datetime(),
});
export type EcosystemView = z.infer<typeof EcosystemView>;

/** How widely something is held: by nobody, by one part where there are several, or more widely. */
const GAPS = ['none', 'one', 'held'] as const;

const CoverageRow = z.object({
  type: z.enum(['category', 'topic']),
  id: z.string(),
  label: LanguageMap,
  total: z.int(),
  counts: z.array(z.int()).describe('One for each part, in their order'),
  gap: z.enum(GAPS),
});

/** `GET /api/v1/federation/coverage`. */
export const CoverageView = z.object({
  by: z.enum(['group', 'platform']),
  parts: z.array(
    z.object({
      id: z.string(),
      name: LanguageMap,
      level: z.enum(LEVELS),
      total: z.int(),
      sources: z.array(z.string()).describe('What a search is narrowed to for it'),
    }),
  ),
  total: z.int(),
  rows: z.array(CoverageRow),
  at: z.iso.datetime(),
});
export type CoverageView = z.infer<typeof CoverageView>;
