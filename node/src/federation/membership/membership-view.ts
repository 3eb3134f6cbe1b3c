import { z } from 'zod';
import { run, type Db } from '../../kernel/database.ts';
import { notFound } from '../../kernel/errors.ts';
import { LanguageMap } from '../../kernel/language-map.ts';
import { MEMBERSHIP_STATES, type MembershipRole, type MembershipState, type Scope, type Side } from '../tables.ts';
import { stateAt } from './standing.ts';
import { Role, ScopeInput } from './statement.ts';
import { membershipTables } from './tables.ts';

/** A membership as its two operators see it. */
export const MembershipView = z.object({
  id: z.string(),
  side: z.enum(['member', 'hub']).describe('What the other node is to this one'),
  node: z.object({ id: z.string(), name: LanguageMap, url: z.string(), problem: LanguageMap.nullable() }),
  state: z.enum(MEMBERSHIP_STATES),
  role: Role,
  scope: ScopeInput,
  sharesGroup: z.boolean().describe('The member hands over what it restricts to its group'),
  trustsAskers: z.boolean().describe('The member takes the hub’s word for who asks'),
  message: z.string().nullable(),
  asked: z.iso.datetime(),
  decided: z.iso.datetime().nullable(),
  until: z.iso.datetime().nullable().describe('The end of the term'),
  ended: z.iso.datetime().nullable(),
  reason: z.string().nullable(),
  lastContact: z
    .object({ at: z.iso.datetime().nullable(), failures: z.int(), problem: z.string().nullable() })
    .describe('When the two nodes last compared what they know of the membership, and what failed'),
});
export type MembershipView = z.infer<typeof MembershipView>;

export const MembershipList = z.object({ items: z.array(MembershipView) });

export const MembershipHistory = MembershipView.extend({
  history: z.array(
    z.object({
      at: z.iso.datetime(),
      by: z.string(),
      event: z.enum(['asked', 'offered', 'admitted', 'amended', 'refused', 'ended', 'left']),
      detail: z.record(z.string(), z.unknown()),
    }),
  ),
});

const COLUMNS = `m.id, m.side, m.node_id, m.url, m.state, m.role, m.scope, m.shares_group, m.trusts_askers, m.asked, m.decided, m.until, m.ended, m.reason,
  m.statements -> 0 -> 'value' ->> 'message' as message, n.name, n.problem as node_problem, e.attempt, coalesce(e.failures, 0) as failures, e.problem`;

/** A node belongs to few hubs and has at most some hundred members. */
const MOST = 1_000;

/** The memberships of this node, on either side: those that wait first, then those that hold, the newest first. */
export async function listMemberships(db: Db, { side, state, now }: { side?: Side | undefined; state?: MembershipState | undefined; now: Date }): Promise<MembershipView[]> {
  const { rows } = await run(
    db,
    `select ${COLUMNS} from federation.membership m
     left join federation.node n on n.id = m.node_id left join federation.membership_exchange e on e.membership = m.id
     where ($1::text is null or m.side = $1)
     order by array_position(array['asked', 'admitted'], m.state) nulls last, m.asked desc, m.id limit ${MOST}`,
    [side ?? null],
  );
  const views = (rows as unknown as Row[]).map((row) => viewOf(row, now));
  return state ? views.filter((view) => view.state === state) : views;
}

export async function membershipHistory(db: Db, id: string, now: Date): Promise<z.infer<typeof MembershipHistory>> {
  const [{ rows }, events] = await Promise.all([
    run(
      db,
      `select ${COLUMNS} from federation.membership m left join federation.node n on n.id = m.node_id left join federation.membership_exchange e on e.membership = m.id where m.id = $1`,
      [id],
    ),
    membershipTables(db).selectFrom('membership_event').select(['at', 'by', 'event', 'detail']).where('membership', '=', id).orderBy('sequence').execute(),
  ]);
  if (!rows[0]) throw notFound(`There is no membership ${id}.`);
  return {
    ...viewOf(rows[0] as unknown as Row, now),
    history: events.map(({ at, event, ...rest }) => ({ ...rest, at: at.toISOString(), event: event as z.infer<typeof MembershipHistory>['history'][number]['event'] })),
  };
}

interface Row {
  id: string;
  side: Side;
  node_id: string;
  url: string;
  state: MembershipState;
  role: MembershipRole;
  scope: Scope;
  shares_group: boolean;
  trusts_askers: boolean;
  asked: Date;
  decided: Date | null;
  until: Date | null;
  ended: Date | null;
  reason: string | null;
  message: string | null;
  name: LanguageMap | null;
  node_problem: LanguageMap | null;
  attempt: Date | null;
  failures: number;
  problem: string | null;
}

const instant = (at: Date | null) => at?.toISOString() ?? null;

const viewOf = (row: Row, now: Date): MembershipView => ({
  id: row.id,
  side: row.side,
  node: { id: row.node_id, name: row.name ?? { en: row.url }, url: row.url, problem: row.node_problem },
  state: stateAt(row.state, row.until, now),
  role: row.role,
  scope: row.scope as z.infer<typeof ScopeInput>,
  sharesGroup: row.shares_group,
  trustsAskers: row.trusts_askers,
  message: row.message,
  asked: row.asked.toISOString(),
  decided: instant(row.decided),
  until: instant(row.until),
  ended: instant(row.ended),
  reason: row.reason,
  lastContact: { at: instant(row.attempt), failures: row.failures, problem: row.problem },
});
