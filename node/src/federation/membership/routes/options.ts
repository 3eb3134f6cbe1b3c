import type { FastifyRequest } from 'fastify';
import type { Api } from '../../../catalogue/index.ts';
import type { Db } from '../../../kernel/database.ts';
import type { Self } from '../../self/index.ts';
import type { KeyBook } from '../../signature.ts';
import type { Memberships } from '../open-membership.ts';

export type { Api };

export interface MembershipRouteOptions {
  db: Db;
  self: Self;
  keys: KeyBook;
  /** This node's public address, without trailing slash. */
  url: string;
  memberships: Memberships;
  /** Demands that the caller may operate the node; returns their name. */
  mayOperate: (request: FastifyRequest) => Promise<string>;
}
