import type { Migration } from 'kysely/migration';
import { statements } from '../../kernel/migrate.ts';

/**
 * The indexes of the graph, in schema `catalogue`. Whether a node may be discovered is asked for every link walked over:
 * the index answers it without a look into the table, whose rows are wide.
 */
export const GRAPH_MIGRATIONS: Record<string, Migration> = {
  '003-graph': statements('create index if not exists resource_discovery on catalogue.resource (id) include (status, kind);'),
};
