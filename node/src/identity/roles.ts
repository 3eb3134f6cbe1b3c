import { z } from 'zod';

/**
 * What people and programs may be at this node. `provider` describes an organisation's resources, `curator` keeps
 * descriptions in order, `steward` answers for data and their conditions, `committee` decides requests, `planner` reads
 * what concerns the field as a whole, `operator` runs the node.
 */
export const ROLES = ['provider', 'curator', 'steward', 'committee', 'planner', 'operator'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

/** Where a role holds: at the whole node, for the resources of one organisation (`org:…`), or for one resource. */
export const RoleScope = z.string().regex(/^(node|org:[a-z0-9-]{1,100}|resource:[0-9a-z]{12})$/, 'is neither "node" nor "org:…" nor "resource:…"');
export type RoleScope = 'node' | `org:${string}` | `resource:${string}`;

/** A role somebody holds, from now until an instant, or until it is taken away. */
export interface RoleHeld {
  role: Role;
  scope: RoleScope;
  until?: Date | undefined;
}

/** What a token or a program's credentials may be used for at most, whatever its holder may. */
export const TOKEN_SCOPES = ['read', 'use', 'describe', 'curate', 'request', 'review', 'operate'] as const;
export const TokenScope = z.enum(TOKEN_SCOPES);
export type TokenScope = z.infer<typeof TokenScope>;
