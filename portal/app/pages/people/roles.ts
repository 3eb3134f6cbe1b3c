import type { Role } from '../../api/visitor.ts';

/** In the order in which they are offered. */
export const ROLES = ['provider', 'curator', 'steward', 'committee', 'planner', 'operator'] as const satisfies Role[];
