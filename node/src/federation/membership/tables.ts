import type { JSONColumnType } from 'kysely';
import { inRoom, type Db } from '../../kernel/database.ts';
import type { FederationTables } from '../tables.ts';

export interface MembershipTables extends FederationTables {
  membership_event: { membership: string; sequence: number; at: Date; by: string; event: string; detail: JSONColumnType<Record<string, unknown>> };
  /** How far the two sides of a membership know of each other's statements. */
  membership_exchange: {
    membership: string;
    /** Digest of the statements both had when they last spoke; '' before. */
    delivered: string;
    attempt: Date | null;
    failures: number;
    problem: string | null;
  };
  request_nonce: { node: string; nonce: string; until: Date };
}

export const membershipTables = (db: Db) => inRoom<MembershipTables>(db, 'federation');
