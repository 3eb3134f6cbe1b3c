import type { Migration } from 'kysely/migration';

/** The tables of search, in schema `catalogue`. */
export const SEARCH_MIGRATIONS: Record<string, Migration> = {};
