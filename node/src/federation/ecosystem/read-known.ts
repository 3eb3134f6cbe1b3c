import { run, type Db } from '../../kernel/database.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import { federationTables, type MembershipRole, type Side } from '../tables.ts';
import type { FollowedFeed } from './health.ts';

/** A node as its own signed description tells of it, with the hubs it names. */
interface KnownNode {
  name: LanguageMap;
  description: LanguageMap | null;
  organisation: LanguageMap | null;
  url: string;
  hubs: string[];
  problem: LanguageMap | null;
}

/** What the database knows of other nodes, read in four statements however many there are. */
export interface Known {
  nodes: ReadonlyMap<string, KnownNode>;
  /** Memberships that hold at the instant. */
  memberships: { node: string; side: Side; url: string; role: MembershipRole; since: Date | null; until: Date | null }[];
  /** By node and audience. */
  followings: (FollowedFeed & { id: string; node: string; audience: string })[];
  /** The ways descriptions came: from their origin through hubs to the node that was followed. */
  paths: { origin: string; via: string[]; followed: string; held: number }[];
}

/** A path for each origin and way. It reads the index-free columns of each holding once: 100,000 take about 0.1 s. */
export const PATHS = `select h.origin, h.via, split_part(h.following, '/', 1) as followed, count(*) as held
   from federation.holding h where h.state in ('held', 'outside') and h.following like '%/public' group by h.origin, h.via, h.following`;

/** Every node heard of. */
const NODES = `select id, url, name, problem, document -> 'value' -> 'description' as description, document -> 'value' -> 'organisation' -> 'name' as organisation,
  array(select hub ->> 'node' from json_array_elements(document -> 'value' -> 'hubs') hub) as hubs from federation.node`;

export async function readKnown(db: Db, now: Date): Promise<Known> {
  const tables = federationTables(db);
  const [nodes, memberships, followings, paths] = await Promise.all([
    run(db, NODES),
    tables
      .selectFrom('membership')
      .select(['node_id as node', 'side', 'url', 'role', 'decided as since', 'until'])
      .where('state', '=', 'admitted')
      .where((is) => is.or([is('until', 'is', null), is('until', '>', now)]))
      .orderBy('asked')
      .execute(),
    tables
      .selectFrom('following')
      .select(['id', 'node_id as node', 'audience', 'state', 'count_there', 'digest_there', 'count_here', 'digest_here', 'last_attempt', 'last_success', 'lag', 'failures'])
      .execute(),
    run(db, PATHS),
  ]);
  return {
    nodes: new Map((nodes.rows as unknown as (KnownNode & { id: string })[]).map(({ id, ...node }) => [id, node])),
    memberships,
    followings,
    paths: paths.rows as unknown as Known['paths'],
  };
}

/** A text that changes with every membership and with how it stands with each feed. */
export async function signsOfChange(db: Db, now: Date): Promise<string> {
  const { rows } = await run(
    db,
    `select concat(
       (select string_agg(concat_ws(' ', id, state, role, url, until, until <= $1), ',' order by id) from federation.membership where state = 'admitted'), ';',
       (select string_agg(concat_ws(' ', id, state, failures > 0, count_there, count_here, digest_there = digest_here), ',' order by id) from federation.following)) as signs`,
    [now],
  );
  return rows[0]?.['signs'] as string;
}
