import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import { inRoom, type Db } from '../kernel/database.ts';
import type { HARVEST_STATES } from './harvest.ts';
import type { Validators } from '../kernel/web/open-web.ts';
import type { Source } from './source.ts';

export type HarvestState = (typeof HARVEST_STATES)[number];

/** Written as text, with a default; read as what it says. */
type Json<T> = ColumnType<T, string | undefined, string>;

/** The tables of schema `exchange`. */
export interface ExchangeTables {
  harvest: {
    id: string;
    ordinal: Generated<number>;
    source: string;
    address: string;
    state: HarvestState;
    by: string;
    allow_deletions: boolean;
    stop_requested: Generated<boolean>;
    read: Generated<number>;
    created: Generated<number>;
    updated: Generated<number>;
    unchanged: Generated<number>;
    deleted: Generated<number>;
    gone: Generated<number>;
    allow_hosts: Json<string[]>;
    settings: ColumnType<Record<string, unknown> | null, string | null | undefined, string | null>;
    rejected: Generated<number>;
    kinds: Json<Record<string, number>>;
    links_stated: Generated<number>;
    links_unresolved: Generated<number>;
    digest: Generated<string>;
    notes: Json<string[]>;
    requested: Date;
    started: Date | null;
    ended: Date | null;
    reason: string | null;
    fraction: number | null;
    rate: number | null;
    seconds_left: number | null;
    /** Whether it was written down which of its records not everybody sees. */
    hidden_noted: Generated<boolean>;
  };
  rejection: { harvest_id: string; number: number; record: string; field: string; reason: string };
  source_state: {
    source: string;
    address: string;
    reading: string;
    validators: JSONColumnType<Record<string, Validators>>;
    remembered: ColumnType<unknown, string | null, string | null>;
    harvest_id: string;
    read_at: Date;
  };
  defined_source: {
    id: string;
    standard: string;
    title: JSONColumnType<Source['title']>;
    description: JSONColumnType<Source['description']>;
    homepage: string;
    licence: ColumnType<NonNullable<Source['licence']> | null, string | null, string | null>;
    removed: Date | null;
  };
}

export const exchangeTables = (db: Db) => inRoom<ExchangeTables>(db, 'exchange');
