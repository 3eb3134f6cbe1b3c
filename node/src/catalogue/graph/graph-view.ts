import { z } from 'zod';
import { LanguageMap } from '../../kernel/language-map.ts';
import { CATEGORIES, KINDS } from '../kinds.ts';
import { NODE_TYPES, PREDICATE_NAMES } from '../predicates.ts';
import { ResourceSummary, TermRef } from '../resource.ts';

/** A node of the association graph: a resource, a vocabulary term or an organisation. */
export const GraphNode = z.object({
  id: z.string(),
  type: z.enum(NODE_TYPES),
  label: LanguageMap,
  category: z.enum(CATEGORIES).optional(),
  kind: z.enum(KINDS).optional(),
  /** Of a term: topic, operation, format or data. */
  branch: z.string().optional(),
  /** How many links the node has, shown or not: of the centre all of them, of another resource those to resources; left out of others. */
  degree: z.int().optional(),
  /** Steps from the centre. */
  distance: z.int().optional(),
});
export type GraphNode = z.infer<typeof GraphNode>;

export const GraphEdge = z.object({ from: z.string(), predicate: z.enum(PREDICATE_NAMES), to: z.string(), source: z.string() });
export type GraphEdge = z.infer<typeof GraphEdge>;

/** `GET /api/v1/graph/{id}?hops=1|2&limit=&predicate=&kind=`; id is a resource, a term or an organisation. */
export const Neighbourhood = z.object({
  centre: GraphNode,
  /** The nodes around it; the centre itself is not among them. */
  nodes: z.array(GraphNode),
  edges: z.array(GraphEdge),
  /** How many neighbours of each sort there are at one hop, shown or not (`kind` of resources, `term`, `organisation`). */
  counts: z.array(z.object({ predicate: z.enum(PREDICATE_NAMES), direction: z.enum(['out', 'in']), sort: z.string(), count: z.int() })),
  /** True when the limit left nodes out. */
  truncated: z.boolean(),
});
export type Neighbourhood = z.infer<typeof Neighbourhood>;

/** `GET /api/v1/resources/{id}/links?predicate=&direction=&cursor=&limit=`. */
export const LinkView = z.object({
  predicate: z.enum(PREDICATE_NAMES),
  direction: z.enum(['out', 'in']),
  /** The predicate as read from this resource. */
  label: LanguageMap,
  node: GraphNode,
  source: z.string(),
});
export const LinkPage = z.object({
  total: z.int(),
  items: z.array(LinkView),
  groups: z.array(z.object({ predicate: z.enum(PREDICATE_NAMES), direction: z.enum(['out', 'in']), label: LanguageMap, count: z.int() })),
  next: z.string().nullable(),
});

/** `GET /api/v1/paths?from=&to=`: the shortest path, each step explained; `steps` is empty when there is none. */
export const PathAnswer = z.object({
  found: z.boolean(),
  nodes: z.array(GraphNode),
  steps: z.array(GraphEdge.extend({ sentence: LanguageMap })),
  /** Said where no path was found: how far was looked. */
  searched: z.string().optional(),
});

/** `GET /api/v1/resources/{id}/possibilities`: "what can I do with this". */
export const Possibility = ResourceSummary.extend({
  /** The chain that led here, in words. */
  because: LanguageMap,
  /** `stated`: by a source's links; `inferred`: by the vocabulary (the tool's operation takes this kind of data). */
  basis: z.enum(['stated', 'inferred']),
});
export const Possibilities = z.object({
  resource: ResourceSummary,
  formats: z.array(TermRef),
  /** In the order of use: tools that read it, workflows, where they run, training. */
  steps: z.array(
    z.object({
      step: z.enum(['tools', 'workflows', 'servers', 'training']),
      label: LanguageMap,
      total: z.int(),
      items: z.array(Possibility),
    }),
  ),
});
