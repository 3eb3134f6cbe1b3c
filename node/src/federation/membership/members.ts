import type { Db } from '../../kernel/database.ts';
import type { MembershipRole, Scope, Side } from '../tables.ts';
import { membershipTables } from './tables.ts';

/** A membership that holds now, as those who act by it need it. */
export interface Member {
  membership: string;
  node: string;
  /** Its public address, without trailing slash. */
  url: string;
  role: MembershipRole;
  scope: Scope;
  /** The member hands over what it restricts to its group. */
  sharesGroup: boolean;
  /** The member takes the hub's word for who asks. */
  trustsAskers: boolean;
}

/** The nodes that belong to this one now: admitted, and their term not over. */
export const membersOf = (db: Db, now: Date): Promise<Member[]> => holding(db, 'member', now);

/** The hubs this node belongs to now. */
export const hubsOf = (db: Db, now: Date): Promise<Member[]> => holding(db, 'hub', now);

async function holding(db: Db, side: Side, now: Date): Promise<Member[]> {
  const rows = await membershipTables(db)
    .selectFrom('membership')
    .select(['id', 'node_id', 'url', 'role', 'scope', 'shares_group', 'trusts_askers'])
    .where('side', '=', side)
    .where('state', '=', 'admitted')
    .where((where) => where.or([where('until', 'is', null), where('until', '>', now)]))
    .orderBy('id')
    .execute();
  return rows.map(({ id, node_id: node, url, role, scope, shares_group: sharesGroup, trusts_askers: trustsAskers }) => ({
    membership: id,
    node,
    url,
    role,
    scope,
    sharesGroup,
    trustsAskers,
  }));
}
