import type { JSONColumnType } from 'kysely';
import { inRoom, type Db } from '../kernel/database.ts';
import type { LanguageMap } from '../kernel/language-map.ts';
import type { Audience } from './envelope.ts';

/** Of a membership: who the other is to this node. */
export type Side = 'member' | 'hub';
/** As what a node belongs to a group: a platform with resources of its own, a hub that hands on its members', or a peer whose sayings are not handed on. */
export const ROLES = ['platform', 'hub', 'peer'] as const;
export type MembershipRole = (typeof ROLES)[number];
export const MEMBERSHIP_STATES = ['asked', 'admitted', 'refused', 'left', 'ended', 'expired'] as const;
export type MembershipState = (typeof MEMBERSHIP_STATES)[number];

/** What of a member's sayings its hub takes in: all where neither is named. */
export interface Scope {
  categories?: string[] | undefined;
  /** Terms of the vocabulary; narrower ones count too. */
  topics?: string[] | undefined;
}

/** How a followed feed holds a saying: taken in, outside the scope, of this very node, come round in a circle, or refused. */
export type HoldingState = 'held' | 'outside' | 'own' | 'loop' | 'refused';

/** The tables of schema `federation` that more than one part of the room reads. */
export interface FederationTables {
  node: {
    id: string;
    url: string;
    name: JSONColumnType<LanguageMap>;
    /** The signed self-description, as it was last seen. */
    document: JSONColumnType<object>;
    learned_from: string | null;
    first_seen: Date;
    updated: Date;
    /** What is wrong with it: two nodes speak with this identifier, its keys contradict. */
    problem: JSONColumnType<LanguageMap> | null;
  };
  membership: {
    id: string;
    side: Side;
    node_id: string;
    url: string;
    state: MembershipState;
    role: MembershipRole;
    scope: JSONColumnType<Scope>;
    /** The member hands over what it restricts to its group. */
    shares_group: boolean;
    /** The member takes the hub's word for who asks. */
    trusts_askers: boolean;
    asked: Date;
    decided: Date | null;
    /** The end of its term. */
    until: Date | null;
    ended: Date | null;
    reason: string | null;
    /** What both sides signed. */
    statements: JSONColumnType<object>;
  };
  following: {
    /** `{node}/{audience}`. */
    id: string;
    node_id: string;
    audience: Audience;
    epoch: string | null;
    sequence: number;
    head: string;
    /** The last checkpoint that was read, and what it said. */
    checkpoint: JSONColumnType<object> | null;
    count_there: number | null;
    digest_there: string | null;
    count_here: number;
    digest_here: string | null;
    state: string;
    problem: JSONColumnType<LanguageMap> | null;
    last_attempt: Date | null;
    last_success: Date | null;
    last_repair: JSONColumnType<object> | null;
    /** Milliseconds between what was last published there and its being held here. */
    lag: number | null;
    failures: number;
  };
  holding: {
    following: string;
    origin: string;
    resource: string;
    bucket: number;
    incarnation: number;
    version: number;
    hash: string;
    via: string[];
    state: HoldingState;
    reason: string | null;
  };
  following_bucket: { following: string; bucket: number; count: number; sum: string };
  replica: {
    origin: string;
    resource: string;
    incarnation: number;
    version: number;
    hash: string;
    /** Canonical JSON, as its origin signed it. */
    envelope: string;
    jws: string;
    audience: Audience;
    /** Its last saying is a tombstone. */
    gone: boolean;
    received: Date;
    /** Hash of what the catalogue is to show, and of what it does; null: nothing. */
    wanted: string | null;
    placed: string | null;
    /** Why it could not be taken into the catalogue. */
    problem: string | null;
    /** Hash of what this node's public feed is to carry, and of what it does; null: nothing. */
    relay: string | null;
    relayed: string | null;
    /** The nodes it came through, from the one nearest to its origin. */
    via: string[];
  };
}

export const federationTables = (db: Db) => inRoom<FederationTables>(db, 'federation');
