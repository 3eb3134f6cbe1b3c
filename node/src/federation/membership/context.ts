import type { Db } from '../../kernel/database.ts';
import type { Vocabulary } from '../../vocabulary/index.ts';
import type { Peers } from '../peer/index.ts';
import type { Self } from '../self/index.ts';
import { signed, type KeyBook } from '../signature.ts';
import type { Membership } from './membership-store.ts';
import { nextNumber, type MembershipStatement, type SignedMembershipStatement } from './statement.ts';

/** What the deeds of memberships need. */
export interface MembershipContext {
  db: Db;
  self: Self;
  keys: KeyBook;
  peers: Peers;
  vocabulary: () => Vocabulary;
}

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** The next statement of this node in a membership, signed. */
export const say = (
  self: Self,
  { id, side, node, statements }: Pick<Membership, 'id' | 'side' | 'node' | 'statements'>,
  now: Date,
  what: Without<MembershipStatement, 'membership' | 'member' | 'hub' | 'number' | 'at'>,
): Promise<SignedMembershipStatement> => {
  const value = {
    ...what,
    membership: id,
    member: side === 'member' ? node : self.id,
    hub: side === 'hub' ? node : self.id,
    number: nextNumber(statements),
    at: now.toISOString(),
  } as MembershipStatement;
  return signed(self, value);
};
