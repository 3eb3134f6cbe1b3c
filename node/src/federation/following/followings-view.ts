import { z } from 'zod';
import { run, type Db } from '../../kernel/database.ts';
import { notFound } from '../../kernel/errors.ts';
import { LanguageMap } from '../../kernel/language-map.ts';
import { Audience } from '../envelope.ts';
import { federationTables } from '../tables.ts';
import { FOLLOWING_STATES, followingId, readFollowing, type FollowingRow } from './following-store.ts';
import { reasonFor } from './reasons.ts';

const SetView = z.object({ count: z.int().nonnegative(), digest: z.string().nullable() });
const HoldingCounts = z.object({ held: z.int(), outside: z.int(), own: z.int(), loop: z.int(), refused: z.int() });

const RepairView = z.object({
  at: z.iso.datetime(),
  why: z.enum(['digest', 'epoch', 'pages', 'asked']),
  buckets: z.int(),
  entries: z.int(),
  sayings: z.int(),
  removed: z.int(),
  milliseconds: z.number(),
});

export const FollowingView = z.object({
  id: z.string(),
  node: z.string(),
  name: LanguageMap.nullable(),
  audience: Audience,
  state: z.enum(FOLLOWING_STATES),
  lastAttempt: z.iso.datetime().nullable(),
  lastSuccess: z.iso.datetime().nullable(),
  lag: z.number().nullable().describe('Milliseconds between what was last published there and its being held here'),
  here: SetView,
  there: SetView.nullable(),
  digestEqual: z.boolean().nullable().describe('What is held here is what the member publishes; null before either is known'),
  holdings: HoldingCounts.describe('How the descriptions of the feed are held: taken in, outside the scope, this node’s own, come round in a circle, refused'),
  failures: z.int().describe('Attempts in a row that failed'),
  lastRepair: RepairView.nullable(),
  problem: LanguageMap.nullable().describe('What is wrong now; for the operator alone'),
});
export type FollowingView = z.infer<typeof FollowingView>;
export const FollowingsView = z.object({ items: z.array(FollowingView) });

export const RefusedView = z.object({
  items: z.array(
    z.object({
      origin: z.string(),
      originName: LanguageMap.nullable(),
      resource: z.string(),
      incarnation: z.int(),
      version: z.int(),
      hash: z.string(),
      via: z.array(z.string()),
      code: z.string().describe('form, audience, unknown-key, signature, older, withdrawn or voices'),
      reason: LanguageMap,
    }),
  ),
  next: z.string().nullable(),
});

const NO_HOLDINGS = { held: 0, outside: 0, own: 0, loop: 0, refused: 0 };

/** How it stands with every feed that is followed; those of groups, and what exactly is wrong, for the operator alone. */
export async function listFollowings(db: Db, { operator }: { operator: boolean }): Promise<FollowingView[]> {
  const tables = federationTables(db);
  const [rows, counts] = await Promise.all([
    tables.selectFrom('following').leftJoin('node', 'node.id', 'following.node_id').selectAll('following').select('node.name').orderBy('following.id').execute(),
    run(db, 'select following, state, count(*)::int as count from federation.holding group by following, state'),
  ]);
  const byFollowing = new Map<string, z.infer<typeof HoldingCounts>>();
  for (const { following, state, count } of counts.rows as unknown as { following: string; state: keyof typeof NO_HOLDINGS; count: number }[])
    byFollowing.set(following, { ...(byFollowing.get(following) ?? NO_HOLDINGS), [state]: count });
  return (rows as unknown as (FollowingRow & { name: LanguageMap | null })[])
    .filter(({ audience }) => operator || audience === 'public')
    .map((row) => ({
      id: row.id,
      node: row.node_id,
      name: row.name,
      audience: row.audience,
      state: row.state as FollowingView['state'],
      lastAttempt: row.last_attempt?.toISOString() ?? null,
      lastSuccess: row.last_success?.toISOString() ?? null,
      lag: row.lag,
      here: { count: row.count_here, digest: row.digest_here },
      there: row.count_there === null ? null : { count: row.count_there, digest: row.digest_there },
      digestEqual: row.digest_there === null ? null : row.digest_there === row.digest_here,
      holdings: byFollowing.get(row.id) ?? NO_HOLDINGS,
      failures: row.failures,
      lastRepair: row.last_repair,
      problem: operator ? row.problem : null,
    }));
}

const PAGE = 50;

/** What of a feed was refused, and why. */
export async function listRefused(db: Db, { node, audience, cursor }: { node: string; audience: Audience; cursor?: string | undefined }): Promise<z.infer<typeof RefusedView>> {
  const id = followingId(node, audience);
  if (!(await readFollowing(db, id))) throw notFound(`No feed "${audience}" of ${node} is followed here.`);
  const [origin = '', resource = ''] = cursor?.split(' ') ?? [];
  const { rows } = await run(
    db,
    `select h.origin, h.resource, h.incarnation, h.version, h.hash, h.via, h.reason from federation.holding h
     where h.following = $1 and h.state = 'refused' and (h.origin, h.resource) > ($2, $3) order by h.origin, h.resource limit ${PAGE + 1}`,
    [id, origin, resource],
  );
  const refused = rows as unknown as { origin: string; resource: string; incarnation: number; version: number; hash: string; via: string[]; reason: string | null }[];
  const named = [...new Set([node, ...refused.flatMap((row) => [row.origin, ...row.via])])];
  const names = new Map((await federationTables(db).selectFrom('node').select(['id', 'name']).where('id', 'in', named).execute()).map((row) => [row.id, row.name as LanguageMap]));
  const called = (of: string) => Object.values(names.get(of) ?? {})[0] ?? of;
  const items = refused.slice(0, PAGE).map(({ reason, ...row }) => ({
    ...row,
    originName: names.get(row.origin) ?? null,
    code: (reason ?? '').split(' ', 1)[0] ?? '',
    reason: reasonFor(reason ?? '', { origin: row.origin, followed: node, via: row.via }, called),
  }));
  const last = items.at(-1);
  return { items, next: refused.length > PAGE && last ? `${last.origin} ${last.resource}` : null };
}
